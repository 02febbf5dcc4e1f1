"""Words that make a password easy to guess: the world's favourites, Chinese favourites, and words of this trade."""

from __future__ import annotations

# Rows and columns of the keyboard; a run along one of them counts as one key.
KEY_ROWS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn",
            "7ujm", "8ik,", "9ol.", "0p;/", "147", "258", "369", "789", "456", "123")  # fmt: skip

_WORLD = """
password passwd passw0rd pass word pwd admin administrator root user guest test tester testing login logon welcome
default changeme change secret letmein master superman batman dragon monkey shadow sunshine princess football baseball
basketball iloveyou love lovely loveme trustno1 access hello hello123 whatever freedom starwars michael jordan jennifer
jessica daniel charlie thomas robert george andrew hunter ranger killer soccer hockey harley mustang corvette ferrari
mercedes porsche toyota honda yamaha computer internet server system network windows microsoft google apple samsung
huawei xiaomi oracle mysql postgres docker cisco qwerty qwertz azerty asdf zxcv qazwsx qweasd qweasdzxc zaq12wsx
q1w2e3r4t5y6 q1w2e3r4t5 q1w2e3r4 q1w2e3 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r 1q2w3e a1b2c3d4e5f6 a1b2c3d4 a1b2c3 abc123
123qwe 123abc qwe123 asd123 zxc123 aa123456 a123456 q123456 abcd1234 abc 123 321 666 888 000 111 007 520 521 1314
1314520 5201314 7758521 7758258 147258369 159357 159753 741852963 112233 121212 123123 123321 131313 102030 101010
010203 summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday cheese coffee chocolate banana orange pepper ginger cookie
flower angel baby buster tigger maggie bailey jasmine ashley nicole samantha matthew joshua anthony william
richard joseph
"""

_CHINA = """
woaini woaini1314 woaini520 woaiwo wodemima mima mimamima nihao nihaoma zhongguo china beijing shanghai guangzhou
shenzhen tianjin chongqing zhang wang liu chen yang zhao huang zhou xiao aini aiwo laopo laogong baobei baobao mama baba
wangyi tencent taobao alibaba weixin wechat qq163 163com qqcom dearbook zxcvbnm asdfghjkl caonima wohenhao woshi shabi
meimei jiayou gongxi facai dandan tiantian xiaoxiao lovewo shanchuan
密码 口令 我的 你好 我爱你 我爱 中国 北京 上海 生日 快乐 恭喜 发财 平安 健康 一二三四五六七八九十 一二三四五六 一二三
登录 管理 系统 测试 用户 默认 初始
"""

_TRADE = """
rd renda rd2021 npc npcsc deputy deputies daibiao dbjy jianyi yian tian yijian banli banjie zhengfu shiwei shizheng
congress people peoples suggestion tracker government office bangongshi bgs dgw dudu ducha jiandu
人大 人民 代表 大会 常委会 代表大会 人民代表大会 建议 议案 提案 办理 办公室 督查 督办 政府
市委 市政府 委员会 工作 代工委
系统管理员 管理员 审计 安全 单位 交办 答复 满意
"""

COMMON = frozenset(f"{_WORLD} {_CHINA} {_TRADE}".split())
