"""Given names that people use for one another: a short list of plain facts, in groups of one name."""

_GROUPS = """
abigail abby gail|abraham abe bram|albert al bert bertie|alexander alex alec sandy sasha xander|alexandra alex sandra
sasha lexi|alfred alf alfie fred freddie|alice ali|amanda mandy|andrew andy drew|andreas andi|angela angie|ann anne anna
annie nancy|anthony antony tony|antonio toni tonio|arthur art artie|barbara barb babs barbie|benjamin ben benny benji
|bernard bernie|bernhard bernd|bradley brad|catherine katherine kathryn cathy kathy kate katie kitty cat|charles charlie
chuck chas|charlotte lottie charlie|christian chris|christine christina chris chrissie tina|christopher chris kit topher
|daniel dan danny|david dave davey|deborah debra deb debbie|dennis denny|donald don donnie|dorothy dot dottie dolly
|douglas doug|edward ed eddie ted teddy ned|eleanor ellie nell nora|elizabeth elisabeth liz lizzie beth betty bess
eliza lisa libby|emily em emma|eugene gene|ferdinand ferdi|florence flo florrie|frances fran franny|francis frank fran
|franklin frank|franz franzl|frederick frederic fred freddie freddy|gabriel gabe|geoffrey jeffrey geoff jeff|george
georgie|gerald gerry jerry|gerhard gerd|gregory greg|guillermo memo|gustav gus|hannah hanna|harold harry hal|helen
nell nellie|henry harry hank hal|herbert herb bert|hubert bert|ignacio nacho|isabella isabel izzy bella|jacob jake
|jacqueline jackie|james jim jimmy jamie|janet jan|jennifer jen jenny|jessica jess jessie|jesus chuy|joachim jochen
achim|johannes hannes johann hans|john jack johnny jon|jonathan jon jonny|jose pepe|joseph joe joey|josef sepp|joshua
josh|joyce joy|judith judy|karl carl|katharina kathi katja|kenneth ken kenny|kimberly kim|konrad conny|lawrence laurence
larry|leonard leo len lenny|leopold leo poldi|lillian lily lil|louis lou louie|ludwig lutz|magdalena lena magda|manuel
manolo manu|margaret maggie meg peggy marge greta|margarete grete gretel|maria mia mimi|martin marty|martha marty|mary
molly polly|matthew matt matty|matthias matze|maximilian max|maxwell max|melanie mel|michael mike mick mickey micky
mikey|mikhail misha|michelle shelly|mohammed muhammad mohamed mohammad mo|natalie nat|nathan nate nat|nathaniel nathan
nate nat|nicholas nicolas nick nicky|nikolaus klaus niklas|oliver olly ollie|oscar ossie|pamela pam|patricia pat patty
tricia trish|patrick pat paddy|peter pete|philip phillip phil pip|rachel rae|raymond ray|rebecca becky becca|reginald
reg reggie|richard rick ricky rich dick|robert rob robbie bob bobby bert|roberto beto|roger rodge|ronald ron ronnie
|rosemary rose rosie|rudolf rudi|samantha sam sammy|samuel sam sammy|sebastian seb basti|sergei serge seryozha|sigmund
sigi|stephanie steph|stephen steven steve stevie|stuart stewart stu|susan sue susie suzy|teresa theresa terry tess
|theodore ted teddy theo|thomas tom tommy|timothy tim timmy|tobias toby tobi|ulrich uli|valerie val|vaclav vasek
|veronica ronnie vera|victor vic|victoria vicky tori|vincent vince vinny|virginia ginny|vladimir vlad volodya|walter
walt wally|wilhelm willi willy|william bill billy will willie liam|winifred winnie|wolfgang wolf|yevgeny zhenya
|zachary zach zack
"""

_GROUPS_OF: dict[str, set[int]] = {}
for _number, _group in enumerate(_GROUPS.split("|")):
    for _name in _group.split():
        _GROUPS_OF.setdefault(_name, set()).add(_number)


def are_one_name(one: str, other: str) -> bool:
    """Whether two folded given names are forms of one: Bob and Robert, Peggy and Margaret."""
    groups = _GROUPS_OF.get(one)
    return groups is not None and not groups.isdisjoint(_GROUPS_OF.get(other, ()))


def forms_of(name: str) -> list[str]:
    """The other forms of a folded given name."""
    groups = _GROUPS_OF.get(name, set())
    return [other for other, theirs in _GROUPS_OF.items() if other != name and not groups.isdisjoint(theirs)]
