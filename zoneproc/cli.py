"""The command line: parse, call one library function, print, exit. Exit 0 clean, 1 findings to mend, 2 operator mistake.

Heavy libraries are imported inside the commands, so that `--help` answers at once.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from zoneproc import __version__
from zoneproc.console import (
    CLUSTER,
    WORKERS,
    Office,
    PeriodType,
    at_option,
    crew,
    finish,
    listener,
    period_argument,
    workspace_option,
)
from zoneproc.demo.plan import MOST_BRANCHES
from zoneproc.period import Cadence, Period
from zoneproc.workspace import Workspace, ZoneprocError


@click.group(cls=Office, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-q", "--quiet", is_flag=True, help="不显示进度。")
@click.option(
    "--workers", type=click.IntRange(1), metavar="个数", help="同时工作的进程数(默认按文件多少和处理器核数)。"
)
@click.option("--cluster", metavar="地址", help="交给 dask 集群工作,如 tcp://10.0.0.5:8786;工作区须在共享文件夹里。")
@click.version_option(__version__, message="zoneproc %(version)s")
@click.pass_context
def main(ctx: click.Context, quiet: bool, workers: int | None, cluster: str | None) -> None:
    """党员责任区报表:发模板、收表、月度汇总、季度考核、年度考核。"""
    for stream in (sys.stdout, sys.stderr):
        # A redirected console on Chinese Windows is strict GBK: a rare name must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    ctx.meta[WORKERS], ctx.meta[CLUSTER] = workers, cluster
    ctx.obj = listener(silent=quiet)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--company", default="××公交公司", show_default=True, help="公司名称,印在各表上。")
@click.option("--year", type=int, default=lambda: datetime.now().year, help="年度(默认今年)。")
def init(folder: Path, company: str, year: int) -> None:
    """建一个工作区:默认考核办法和空白公司台账。"""
    from zoneproc import workflow

    workspace = workflow.start_workspace(folder, company, year)
    click.echo(f"工作区已建好:{workspace.root}。请先填 company 文件夹里的公司台账,再运行 zoneproc templates。")


@main.command()
@click.argument("period", type=PeriodType(), metavar="报告期", required=False)
@workspace_option
@click.option("--blank", type=click.Path(path_type=Path), metavar="文件夹", help="写出全部空白标准表,不需要工作区。")
@click.pass_obj
def templates(echo: Callable[[str], None], period: Period | None, root: Path, blank: Path | None) -> None:
    """发模板:按支部写好已知内容的工作簿。"""
    from zoneproc import workflow

    if blank is not None:
        click.echo(f"已写出 {len(workflow.write_blank_forms(blank))} 个空白标准表,在 {blank}。")
        return
    if period is None:
        message = "请写明报告期,如 zoneproc templates 2026-03。"
        raise ZoneprocError(message)
    with crew(root):
        files = workflow.prepare_templates(Workspace.open(root), period, echo=echo)
    click.echo(f"已写出 {len(files)} 个模板,在 input_templates/{period}。")


@main.command()
@workspace_option
@at_option
@click.pass_obj
def receive(echo: Callable[[str], None], root: Path, at: datetime | None) -> None:
    """收表:登记收件夹里的新文件,给出受理或退回。"""
    from zoneproc import workflow

    with crew(root):
        receipts = workflow.receive(Workspace.open(root), at, echo=echo)
    for filing in receipts.filings:
        click.echo(f"{filing.verdict}\t{filing.name}")
    click.echo(f"新收 {len(receipts.filings)} 个文件,已有 {receipts.known} 个,略过 {receipts.passed_over} 个。")
    finish(receipts.findings)


@main.command()
@period_argument
@workspace_option
@at_option
def status(period: Period, root: Path, at: datetime | None) -> None:
    """看进度:谁已报、迟报、退回、未报,给出催报文字和报送情况通报(R-1)。"""
    from zoneproc import workflow

    workspace = Workspace.open(root)
    found = workflow.status(workspace, period, at)
    click.echo(found.text)
    click.echo(str(workflow.write_status(workspace, found)))


@main.command()
@period_argument
@workspace_option
@at_option
@click.option("--by", default="", metavar="姓名", help="经手人(默认当前登录用户)。")
@click.option("--reopen", is_flag=True, help="解封:允许重新计算,须写明理由。")
@click.option("--reason", default="", metavar="理由", help="解封的理由,记入登记簿。")
@click.pass_obj
def freeze(echo: Callable[[str], None], /, period: Period, root: Path, at: datetime | None, **words: Any) -> None:
    """封存:固定一期的结果,以后收到的文件只存档、不计入;--reopen 解封。"""
    from zoneproc import workflow

    workspace = Workspace.open(root)
    if words["reopen"]:
        act = workflow.reopen(workspace, period, words["reason"], words["by"], at)
        click.echo(f"{act.period} 第 {act.edition} 次封存已解封,经手人 {act.who}。更正后请重新汇总,再封存。")
        click.echo("冻结时间之后收到的文件,仍须延期(zoneproc extend)或改“日历与截止”的冻结时间才计入。")
        return
    with crew(root):
        done = workflow.freeze(workspace, period, words["by"], at, echo=echo)
    for file in done.files:
        click.echo(str(file))
    click.echo(done.note)


@main.command()
@click.argument("period", type=PeriodType(), metavar="报告期", required=False)
@workspace_option
@click.option("--rebuild", is_flag=True, help="再由存档逐字节重建一遍。")
@click.pass_obj
def verify(echo: Callable[[str], None], period: Period | None, root: Path, rebuild: bool) -> None:
    """核验封存:封存的结果和依据有没有被改动,改了哪个文件。"""
    from zoneproc import workflow

    with crew(root):
        checked = workflow.verify(Workspace.open(root), period, rebuild=rebuild, echo=echo)
    for done in checked:
        click.echo(done.note)
    if not checked:
        click.echo("还没有封存的报告期。")
    finish([finding for done in checked for finding in done.findings], shown=1000)


@main.command()
@click.argument("branch", metavar="支部")
@click.argument("form", metavar="表册")
@period_argument
@workspace_option
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d"]), help="延到何时。")
@click.option("--reason", required=True, metavar="理由", help="延期的理由,记入登记簿。")
@click.option("--by", default="", metavar="姓名", help="批准人(默认当前登录用户)。")
def extend(branch: str, form: str, period: Period, root: Path, **words: Any) -> None:
    """延期:某支部某期报表推迟截止,迟报和冻结都按新时间重算。"""
    from zoneproc import workflow
    from zoneproc.register import Extension, at_this_desk

    until = (
        words["until"] if words["until"].time() != datetime.min.time() else words["until"].replace(hour=23, minute=59)
    )
    who = words["by"] or at_this_desk()
    asked = Extension(branch, form, str(period), until, words["reason"], who, datetime.now())
    done = workflow.extend(Workspace.open(root), asked)
    click.echo(f"{done.branch} {done.form} {done.period} 延至 {done.until:%Y-%m-%d %H:%M},批准人 {done.who}。")


@main.command()
@workspace_option
@click.option("-n", "--last", default=0, help="只看最后几条(默认全部)。")
def log(root: Path, last: int) -> None:
    """看大事记:谁、何时、做了什么。"""
    from zoneproc import workflow

    for event in workflow.history(Workspace.open(root))[-last:]:
        click.echo(f"{event.at:%Y-%m-%d %H:%M:%S}\t{event.who}\t{event.what}\t{event.detail}")


def _scoring_command(name: str, cadence: Cadence, summary: str) -> None:
    @main.command(name, help=summary)
    @period_argument
    @workspace_option
    @at_option
    @click.option("--parquet", is_flag=True, help="另存为 Parquet 总台账,供数据库查询(需要 zoneproc[parquet])。")
    @click.pass_obj
    def command(echo: Callable[[str], None], /, period: Period, root: Path, at: datetime | None, parquet: bool) -> None:
        from zoneproc import workflow
        from zoneproc.parquet import require_parquet

        if period.cadence is not cadence:
            message = f"“{period}”不是{cadence.value}报告期,请检查写法。"
            raise ZoneprocError(message)
        steps = {
            "month": workflow.consolidate_month,
            "quarter": workflow.score_quarter,
            "year": workflow.score_year,
        }
        if parquet:
            require_parquet()
        with crew(root):
            done = steps[name](Workspace.open(root), period, at, echo=echo)
            kept = workflow.export_ledgers(Workspace.open(root), period, at, echo=echo).files if parquet else ()
        for file in done.files:
            click.echo(str(file))
        if kept:
            click.echo(f"总台账:{len(kept)} 个文件,在 {Workspace.open(root).output('总台账')}。")
        if done.note:
            click.echo(done.note)
        finish(done.findings)


_scoring_command("month", Cadence.MONTH, "月度汇总:收表、合并、覆盖与联系核查,写出 R-1 至 R-6 和支部反馈(R-17)。")
_scoring_command(
    "quarter", Cadence.QUARTER, "季度考核:计算党员季度得分,写出 R-7、限期改正(R-11)、考核表(R-12)和支部反馈。"
)
_scoring_command("year", Cadence.YEAR, "年度考核:党员、党小组、支部、分公司、书记,写出 R-8 至 R-10、R-14 至 R-17。")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="文件…")
def check(files: tuple[Path, ...]) -> None:
    """支部自查:检查一个或几个文件,不需要工作区。"""
    from zoneproc import workflow

    finish(workflow.check_files(files), shown=len(files) * 1000)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("output/demo"), metavar="文件夹")
@click.option("--branches", default=8, show_default=True, type=click.IntRange(3, MOST_BRANCHES), help="支部个数。")
@click.option("--seed", default=2026, show_default=True, help="随机种子,同一种子得到同样的公司。")
def demo(folder: Path, branches: int, seed: int) -> None:
    """看演示:虚构公司的一整年,从填好的表到年度排名。"""
    from zoneproc.demo.run import run_demo

    with crew():
        run_demo(folder, branches=branches, seed=seed, echo=click.echo)


@main.command()
@period_argument
@workspace_option
@at_option
@click.option("--pdf", is_flag=True, help="同时转成 PDF(需要装有 LibreOffice)。")
@click.pass_obj
def boards(echo: Callable[[str], None], period: Period, root: Path, at: datetime | None, pdf: bool) -> None:
    """出图板:每个支部的公开图板(R-13),A3 和 A4 各一份,只含可以公开的内容。"""
    from zoneproc import workflow

    done = workflow.print_boards(Workspace.open(root), period, at, pdf=pdf, echo=echo)
    for file in done.files:
        click.echo(str(file))
    click.echo(done.note)
    finish(done.findings)


@main.command()
@click.argument("subject", metavar="对象")
@period_argument
@workspace_option
def trace(subject: str, period: Period, root: Path) -> None:
    """这分怎么来的:从得分到指标、依据、计数,直到来源文件的单元格。"""
    from zoneproc.trace import trace_in

    for line in trace_in(Workspace.open(root), subject, period).lines():
        click.echo(line)


@main.command()
@click.argument("number", metavar="代码")
def explain(number: str) -> None:
    """这个代码什么意思:说明一个问题代码和处理办法。"""
    from zoneproc import workflow

    code = workflow.explain(number)
    click.echo(f"{code.number} {code.title}({code.severity.value})\n怎么办:{code.hint}\n依据:{code.basis}")


@main.command()
@click.argument("year", type=int, metavar="年度")
@workspace_option
@at_option
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="新工作区放在哪里(默认放在本工作区旁边)。",
)
@click.pass_obj
def rollover(echo: Callable[[str], None], year: int, root: Path, at: datetime | None, to: Path | None) -> None:
    """换届换年:建下一年度的工作区,带上考核办法、公司台账、新划分的责任区和联系人、未办结事项和上年结果。

    新工作区已经建好的,只更新其中的上年结果。
    """
    from zoneproc import workflow

    rolled = workflow.roll_over(Workspace.open(root), year, to, at, echo=echo)
    for file in rolled.files:
        click.echo(str(file))
    if rolled.unplanned:
        click.echo(f"未报下年度划分或联系人的支部,沿用上年:{'、'.join(rolled.unplanned)}。")
    click.echo(f"{year} 年度工作区:{rolled.workspace.root}。请核对公司台账“日历与截止”,再把基础台账发给支部。")


@main.group()
def rules() -> None:
    """考核办法:核对有没有写错(check),印出某一天执行的全部规定(print)。"""


_rules_file = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[文件]", required=False
)


@rules.command("check")
@_rules_file
@workspace_option
def rules_check(file: Path | None, root: Path) -> None:
    """核对考核办法:写错的单元格、不等于 1 的权重、不成序的分数线、重复的生效日期;不写文件则核对工作区的。"""
    from zoneproc import workflow

    findings = workflow.check_rules(file or Workspace.open(root).rules_file)
    if not findings:
        click.echo("考核办法没有发现问题。")
    finish(findings, shown=1000)


@rules.command("print")
@_rules_file
@workspace_option
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="印哪一天执行的规定(默认今天)。")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), metavar="文件夹", help="一览表写到哪个文件夹。")
def rules_print(file: Path | None, root: Path, on: datetime | None, to: Path | None) -> None:
    """印考核办法:在屏幕上列出,并写成可打印的一览表;每行注明依据。"""
    from zoneproc import workflow

    workspace = None if file else Workspace.open(root)
    source = file or Workspace.open(root).rules_file
    folder = to or (workspace.output("考核办法") if workspace else source.parent)
    company = workspace.company if workspace else ""
    lines, written = workflow.print_rules(source, company, (on or datetime.now()).date(), folder)
    for line in lines:
        click.echo(line)
    click.echo(f"\n{written}")
