# 时限、红黄绿码、工作日历。

colour-red = 红
colour-yellow = 黄
colour-green = 绿
colour-paused = 灰

weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日

## 命令

command-clocks = 各办件的时限，最急的在前。
option-clocks-company = 只看这家单位（编号）
option-clocks-area = 只看这一区划（代码）
option-clocks-colour = 只看这一颜色，可写多次
command-calendar = 工作日历：法定节假日、调休上班日，以及本地另行设定的日子。
command-calendar-show = 看一年的节假日和调休上班日。
command-calendar-add = 把某一天设为上班或放假，优先于公布的日历。
command-calendar-remove = 取消本地对某一天的设定。
command-calendar-import = 导入国务院办公厅公布的一年放假安排（CSV：日期、类型、说明）。
argument-calendar-year = 年份，不写则为今年
argument-calendar-day = 日期，如 2027-02-05
argument-calendar-file = CSV 文件，UTF-8 或 GB18030
option-calendar-work = 这一天上班，或放假
option-calendar-year = 通知所安排的年份

title-clocks = 在办时限
title-calendar = { $year } 年节假日与调休
column-colour = 颜色
column-stage = 阶段
column-left = 剩余工作日
column-due = 到期
column-matter = 办件
column-project = 项目
column-day = 日期
column-weekday = 星期
column-worked = 安排
column-set-by = 设定人
calendar-working = 上班
calendar-off = 放假
calendar-published = { $year } 年的放假安排已公布，按此计算。
calendar-unpublished = { $year } 年的放假安排尚未导入，这一年只按周末计算，到期日均为暂定。公布后请用 liandong calendar import 导入。
calendar-added-work = { $day } 已设为上班，相关时限将在下一轮重新计算。
calendar-added-off = { $day } 已设为放假，相关时限将在下一轮重新计算。
calendar-removed = 已取消对 { $day } 的设定，相关时限将在下一轮重新计算。
calendar-imported = 已导入 { $year } 年放假安排，共 { $count } 天；暂定的到期日将在下一轮更正。
clock-provisional = { $moment }（暂定）

calendar-work-or-off = 没有说明这一天是上班还是放假。请加上 --work 或 --off。
calendar-not-set = 本地没有对 { $day } 的设定，没有什么可取消的。
calendar-day-form = “{ $value }”不是日期。请写成 2027-02-05 这样的形式。
calendar-headings = 文件第一行不是表头，没有导入。需要“日期”和“类型”两列，“说明”可有可无。
calendar-wrong = 文件中有 { $count } 行读不懂，整份没有导入。请改正后重新导入。
calendar-without-days = 文件中没有 { $year } 年的放假日，没有导入。请核对年份和文件。
calendar-row-day = 第 { $row } 行的日期不在 { $year } 年（含上一年 12 月）之内，或不是日期
calendar-row-kind = 第 { $row } 行没有说明是休还是班
calendar-row-twice = 第 { $row } 行对 { $day } 的安排与前面的不一致

## 规则

rules-file-large = { $file } 太大，没有采用，沿用原来的规则。请检查是否放错了文件。
rules-file-not-toml = { $file } 在 { $place } 处不符合 TOML 写法，没有采用，沿用原来的规则。请改正。
rules-file-not-utf8 = { $file } 不是 UTF-8 编码，没有采用，沿用原来的规则。请另存为 UTF-8。
rules-file-shut = { $file } 打不开（{ $reason }），沿用原来的规则。请检查文件权限。
rules-file-wrong = { $file } 有 { $count } 处写错，没有采用，沿用原来的规则。请按下列提示改正。
invalid-status-name = “{ $value }”不是办理状态
invalid-office-session = “{ $value }”不是一段上班时间
invalid-office-order = 各段上班时间须先后有序、互不重叠

## 联络台

acknowledgement-late = 第 { $version } 版方案已于 { $handed_over } 送达，{ NUMBER($days) } 个工作日内没有任何签收或办理的回音。对方可能没有取走。请致电对方核实；收到回音后本条自动消除。

## 检查

doctor-rules = 时限规则有效，其中本地规则 { $count } 条，其余为示例。
doctor-rules-examples = 时限全部采用示例规则，仅供参考。请把本地规定写入主目录的 rules.toml，见 docs/clocks.md。
doctor-calendar = 工作日历已公布到 { $year } 年。
doctor-calendar-provisional = 工作日历只公布到 { $year } 年，有 { $count } 个在办时限延伸到其后，到期日为暂定。下一年的放假安排公布后，请用 liandong calendar import 导入。

## 运行

phase-clocks = 读取时限
flow-own = 联动
figure-colours = 在办时限
title-colours = 各单位红黄绿码
