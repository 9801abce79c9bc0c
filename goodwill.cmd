@echo off
rem Prepares .venv whenever a lock file changed, then hands over to `python -m goodwill`.
setlocal
set "root=%~dp0"
set "venv=%root%.venv"
set "python=%venv%\Scripts\python.exe"

if not exist "%python%" (
    call :make_venv || exit /b 1
)
call :ensure requirements.lock || exit /b 1
if "%~1"=="test" (
    call :ensure requirements-dev.lock || exit /b 1
)
if "%~1"=="lock" (
    call :ensure requirements-dev.lock || exit /b 1
)
if "%~1"=="bench" (
    call :ensure requirements-bench.lock || exit /b 1
)
"%python%" -m goodwill %*
exit /b %errorlevel%

:make_venv
set "base="
for %%p in ("py -3" python3 python) do (
    if not defined base (
        %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "base=%%~p"
    )
)
if not defined base (
    echo Goodwill: Python 3.11 or newer is needed, and none was found. 1>&2
    echo Install it from the Microsoft Store or from the Python website, and start Goodwill again. 1>&2
    exit /b 1
)
%base% -m venv --clear "%venv%" || (
    echo Goodwill: the folder "%venv%" could not be made. Nothing else was changed. 1>&2
    exit /b 1
)
>"%venv%\Lib\site-packages\goodwill.pth" echo ../../../src
exit /b 0

:ensure
fc /b "%root%%~1" "%venv%\%~1" >nul 2>&1 && exit /b 0
echo Goodwill: installing what %~1 lists. This happens once, and takes half a minute. 1>&2
"%python%" -m pip install -qq --no-input --disable-pip-version-check --require-hashes --no-deps -r "%root%%~1" 1>&2 || (
    echo Goodwill: some packages could not be installed; pip says why above. 1>&2
    echo Nothing of yours was touched. Once that is solved, start Goodwill again. 1>&2
    exit /b 1
)
copy /y "%root%%~1" "%venv%\%~1" >nul
exit /b 0
