"""A small disk in the place of the home folder: its power can be cut, or it can be full. Linux, and root, have such."""

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from goodwill.kernel import workspace as workspaces

SIZE = 512 * 1024 * 1024
SHUT_DOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
AND_LOSE_WHAT_IS_NOT_WRITTEN = struct.pack("I", 2)  # EXT4_GOING_FLAGS_NOLOGFLUSH
WRITE = 2  # SYNC_FILE_RANGE_WRITE
KEPT_BACK = "commit=3600"
"""Seconds after which the file system would bring what is written to the disk of its own accord."""
PROGRAMS = ("mount", "umount", "mkfs.ext4")


class Volume:
    """An ext4 file system in a file. What was there of the home folder is on it."""

    def __init__(self, home, image):
        self.home, self.image = Path(home), Path(image)
        with self.image.open("wb") as file:
            file.truncate(SIZE)
        _run("mkfs.ext4", "-q", "-F", self.image)
        with _kept_aside(self.home) as before:
            self.plug_in()
            shutil.copytree(before, self.home, dirs_exist_ok=True)
        os.sync()

    def plug_in(self):
        _run("mount", "-o", f"loop,{KEPT_BACK}", self.image, self.home)

    def cut(self):
        """From now on nothing reaches the disk, and what had not reached it is forgotten."""
        handle = os.open(self.home, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUT_DOWN, AND_LOSE_WHAT_IS_NOT_WRITTEN)
        finally:
            os.close(handle)

    def plug_in_again(self):
        """What is there after the power has come back."""
        leave_home()
        _run("umount", self.home)
        self.plug_in()

    def write_some(self, chance, part=0.5):
        """Parts of files reach the disk before what was written ahead of them, as disks are free to do."""
        libc = ctypes.CDLL(None, use_errno=True)
        for path in self.home.glob("firms/*/goodwill.db*"):
            handle = os.open(path, os.O_RDONLY)
            try:
                for start in range(0, path.stat().st_size, 4096):
                    if chance.random() < part:
                        libc.sync_file_range(handle, ctypes.c_int64(start), ctypes.c_int64(4096), WRITE)
            finally:
                os.close(handle)


def leave_home():
    """Have nothing of the home folder open."""
    workspaces.close_all()
    connection.close()
    if workspaces.directory.cache_info().currsize:
        workspaces.directory()._connection.close()
        workspaces.directory.cache_clear()


@contextmanager
def on_a_disk(options=()):
    """The home folder on an ext4 volume, or with options of a mount on one in memory."""
    home = settings.GOODWILL_HOME
    leave_home()
    with tempfile.TemporaryDirectory(prefix="goodwill-volume-") as folder:
        try:
            if options:
                with _kept_aside(home) as before:
                    _run("mount", "-t", "tmpfs", "-o", options, "none", home)
                    shutil.copytree(before, home, dirs_exist_ok=True)
                yield None
            else:
                yield Volume(home, Path(folder) / "image")
        finally:
            leave_home()
            subprocess.run(["umount", home], check=False, capture_output=True)


def can_mount():
    """Whether volumes may be made here; containers often may not."""
    if sys.platform != "linux" or os.geteuid() != 0 or not all(map(shutil.which, PROGRAMS)):
        return False
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image"
        image.write_bytes(bytes(1 << 20))
        done = subprocess.run(["losetup", "-f"], check=False, capture_output=True)
        tried = subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=False, capture_output=True)
        if tried.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0 and tried.returncode == 0


needs_a_volume = pytest.mark.skipif(not can_mount(), reason="only root on Linux may mount a volume")


@contextmanager
def _kept_aside(folder):
    with tempfile.TemporaryDirectory() as aside:
        shutil.copytree(folder, aside, dirs_exist_ok=True)
        yield aside


def _run(*command):
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"
