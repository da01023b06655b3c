"""The drop-down lists are those of domain.md 2.8, without the marks that U80 takes away."""

import pytest

from zoneproc.forms.vocabularies import D11, D20, D29, VOCABULARIES, without

LISTING = """
D01 人员类别: 正式党员 / 预备党员
D02 在岗状态: 在岗 / 长期病休 / 产假 / 借调外派 / 待岗停职 / 脱产学习 / 流动党员 / 离退休
D02b 党籍状态: 正常 / 停止党籍 / 已转出 / 已出党 / 已去世
D03 岗位类别: 驾驶员 / 乘务员 / 调度员 / 站务员 / 修理工 / 安全员 / 车下管理人员 / 机关管理人员 / 后勤 / 其他
D04 党内职务: 书记 / 副书记 / 组织委员 / 宣传委员 / 纪检委员 / 其他委员 / 党小组组长 / 无
D05 单位类型: 营运分公司 / 修理分公司 / 场站 / 机关部门 / 其他
D06 班组类型: 线路班组 / 调度班组 / 修理班组 / 站务班组 / 机关科室 / 其他
D07 班次时段: 全天 / 早班 / 中班 / 晚班 / 夜班
D08 班组状态: 运行 / 暂停 / 撤销 / 合并
D09 责任区类型: 本班组 / 跨班组充实 / 整条线路 / 岗位片区 / 科室
D10 责任方式: 主责 / 协责
D11 任务类别: 宣传教育 / 营运生产 / 文明建设 / 廉政建设 / 培养联系 / 其他交办
D12 联系人类别: 一般群众 / 困难职工 / 重点关注人员 / 新进职工 / 入党申请人 / 入党积极分子 / 发展对象
D13 联系状态: 在联系 / 已解除
D14 终止原因: 党员变动 / 联系人调离 / 联系人离职 / 联系人退休 / 联系人入党 / 班组撤并 / 年度调整 / 其他
D15 谈心方式: 面谈 / 跟车 / 家访 / 电话 / 线上 / 集体谈心
D16 思想状态: 平稳 / 有波动 / 需重点关注
D17 谈心主题: 思想政治 / 安全行车 / 优质服务 / 工作状态 / 家庭生活 / 利益诉求 / 廉洁自律 / 入党培养 / 其他
D18 意见类别: 营运排班 / 安全设施 / 车辆技术 / 薪酬福利 / 后勤保障 / 服务管理 / 党建工作 / 其他
D19 办理状态: 已登记 / 办理中 / 已办结 / 已转公司 / 暂不具备条件已解释 / 不采纳已解释
D20 三违类型: 违章指挥 / 违章作业 / 违反劳动纪律
D21 三违等级: 轻微 / 一般 / 严重
D22 处置方式: 当场制止 / 批评教育 / 报班组 / 报支部 / 报安全部门
D23 重大事项: 安全事故 / 群体性苗头 / 职工重大变故 / 重大投诉舆情 / 违纪违法线索 / 突发事件 / 其他
D24 事故责任: 全部责任 / 主要责任 / 同等责任 / 次要责任 / 无责任
D25 培养阶段: 入党申请人 / 入党积极分子 / 发展对象 / 预备党员
D26 交办完成: 按期完成 / 逾期完成 / 未完成 / 进行中 / 已撤销
D27 活动类别: 争先创优 / 四强四优 / 创建文明单位 / 集中学习 / 主题党日 / 志愿服务 / 安全活动 / 其他
D29 季度、年度责任区等次: 优秀 / 良好 / 良好(限额) / 合格 / 不合格 / 不定等次
D30 四级评价: 好 / 较好 / 一般 / 差
D31 限期改正状态: 整改中 / 已完成待验收 / 已销号 / 延期 / 逾期未改
D32 加扣分类别: 表彰奖励 / 宣传报道 / 建议采纳 / 乘客表扬 / 见义勇为 / 制止三违 / 急难险重 / 技能竞赛 / 弄虚作假 / 通报批评 / 其他
D33 级别: 支部 / 公司 / 公司推广 / 市级(集团) / 省级及以上
D34 一票否决情形: 违法犯罪 / 党纪政务处分 / 酒后驾驶 / 主责及以上伤亡事故 / 弄虚作假 / 参与非法组织活动 / 造成恶劣影响 / 重大安全责任事故(支部) / 党员严重违纪违法(支部) / 职工违法案件造成恶劣影响(支部) / 其他(须文件认定)
D35 满意度: 满意 / 基本满意 / 不满意 / 不了解
D36 考核方式: 参加考核 / 免考 / 不定等次
D37 未完成原因: 党员离岗 / 联系人离岗 / 班次冲突 / 漏谈 / 其他
D38 民主评议等次: 优秀 / 合格 / 基本合格 / 不合格
D39 奖项: 优秀共产党员 / 先进党小组 / 先进党支部 / 优秀分公司 / 优秀党支部书记
"""
LISTED = {
    head.split(" ", 1)[0]: (head.split(" ", 1)[1], tuple(values.split(" / ")))
    for head, values in (line.split(": ", 1) for line in LISTING.strip().split("\n"))
}


def test_the_lists_of_the_domain() -> None:
    declared = {key: (v.label, v.values) for key, v in VOCABULARIES.items() if key.startswith("D")}
    assert declared == LISTED


@pytest.mark.parametrize("key", sorted(VOCABULARIES))
def test_spellings_lead_to_listed_values(key: str) -> None:
    vocabulary = VOCABULARIES[key]
    assert vocabulary.id == key
    assert len(vocabulary.values) == len(set(vocabulary.values))
    assert set(vocabulary.spellings.values()) <= set(vocabulary.values)
    assert not set(vocabulary.spellings) & set(vocabulary.values)
    assert all(vocabulary.find(value) == value for value in vocabulary.values)


@pytest.mark.parametrize(
    ("key", "written", "stored"),
    [
        ("D11", "宣传教育(T1)", "宣传教育"),
        ("D11", "T5", "培养联系"),
        ("D20", "违章作业(违章操作)", "违章作业"),
        ("D33", "市级", "市级(集团)"),
        ("D34", "其他(须文件认定)", "其他(须文件认定)"),
        ("Q-5.会议类型", "组织生活会", "组织生活会(民主生活会)"),
        ("封面.零报告表", "三违纠正", "三违纠正记录"),
    ],
)
def test_brackets_and_short_forms(key: str, written: str, stored: str) -> None:
    """U80: the brackets of D11 and D20 are not stored, others are; full-width brackets are read too."""
    assert VOCABULARIES[key].find(written) == stored
    assert VOCABULARIES[key].find(written.replace("(", "\uff08").replace(")", "\uff09")) == stored


def test_a_column_may_offer_less_than_the_list() -> None:
    """D29: 良好(限额) is printed, never chosen; the narrowed list keeps its id."""
    narrowed = without(D29, "良好(限额)")
    assert narrowed.id == "D29"
    assert narrowed.values == ("优秀", "良好", "合格", "不合格", "不定等次")
    assert not any("(" in value for value in (*D11.values, *D20.values))
