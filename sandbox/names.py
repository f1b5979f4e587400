"""Chinese names for people, firms, streets and projects, and the districts of Dazhou."""

from random import Random

DISTRICTS = {
    "511702": "通川区",
    "511703": "达川区",
    "511722": "宣汉县",
    "511723": "开江县",
    "511724": "大竹县",
    "511725": "渠县",
    "511781": "万源市",
}
# Where each district lies, degrees north and east; for sites that look right on a map.
CENTRES = {
    "511702": (31.2147, 107.5042),
    "511703": (31.1962, 107.5117),
    "511722": (31.3540, 107.7273),
    "511723": (31.0830, 107.8688),
    "511724": (30.7360, 107.2044),
    "511725": (30.8363, 106.9730),
    "511781": (32.0817, 108.0344),
}

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "建国",
    "志强",
    "晓燕",
    "丽娟",
    "俊杰",
    "海波",
    "雪梅",
    "明辉",
    "国庆",
    "婷婷",
    "永刚",
    "春兰",
    "文博",
    "思远",
)
_STREETS = (
    "朝阳中路",
    "凤凰大道",
    "滨河路",
    "南坝路",
    "金龙大道",
    "翠屏路",
    "通州大道",
    "健民路",
    "学府街",
    "工业大道",
)
_BRANDS = ("恒远", "瑞丰", "锦城", "川东", "巴渠", "金山", "中盛", "鸿泰", "嘉和", "宏图", "润达", "明珠")
_ESTATES = ("花园", "雅苑", "新城", "公馆", "府邸", "广场")
_WORKS = (
    "安置房",
    "商住小区",
    "标准厂房",
    "人民医院门诊楼",
    "中学教学楼",
    "物流中心",
    "农贸市场",
    "社区服务中心",
)


def district(area: str) -> str:
    """The district's name; a zone's pseudo-code is called by itself."""
    return DISTRICTS.get(area, f"园区{area}")


def person(rng: Random) -> str:
    """A person's name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def mobile(rng: Random) -> str:
    """A mobile number of a form that is assigned to nobody (199 0000 xxxx)."""
    return f"1990000{rng.randint(0, 9999):04}"


def firm(rng: Random, area: str) -> str:
    """A developer's name."""
    return (
        f"达州市{district(area)[:2]}{rng.choice(_BRANDS)}{rng.choice(('置业', '建设开发', '投资'))}有限公司"
    )


def project(rng: Random, area: str) -> str:
    """A project's name."""
    return f"{district(area)[:2]}{rng.choice(_BRANDS)}{rng.choice(_ESTATES)}{rng.choice(_WORKS)}项目"


def address(rng: Random, area: str) -> str:
    """A building place."""
    return f"达州市{district(area)}{rng.choice(_STREETS)} {rng.randint(1, 399)} 号"
