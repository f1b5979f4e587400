# 统计报告。

command-report = 一段时间的统计报告：网页、表格或 JSON。
option-report-from = 起始日期，如 2026-03-01；不写则为结束日期前三十天
option-report-to = 结束日期；不写则为今天
option-report-out = 写入的文件，按后缀 .html、.xlsx、.json 决定形式
report-no-file = 没有说明写到哪个文件。请加上 --out 文件名.html（或 .xlsx、.json），或用 --json 直接输出。
report-form-unknown = 不知道 { $path } 应当写成什么形式。文件名请以 { $known } 结尾。
report-period-backwards = 结束日期 { $last } 早于起始日期 { $first }。请调换或改正。
invalid-period-backwards = 结束日期早于起始日期
report-written = 已写入 { $path }。

report-title = 市政公用联动统计报告
report-subtitle = { $first } 至 { $last } · 制表时间 { $made_at }
report-nothing = 这段时间没有数据。
report-nobody = 其他

report-recorded-rate = 应录尽录率
report-median = 录入用时中位数
report-p95 = 95% 分位
report-on-time = 按时办结率
report-opinions = 意见按时率
report-red = 红码
report-failures = 转人工事项
report-note-of = { $part } / { $whole }
report-note-p95 = 95% 在 { $p95 }内
report-note-running = 在办 { $count } 件
report-note-open = 目前待处理 { $count } 件
report-note-opinions = 按时 { $in_time } 份，逾期 { $late } 份，至今未收到 { $missing } 份。
report-share-of = { $share }（{ $part }/{ $whole }）
report-mirror = { $name }：已录入 { $share }
report-since-received = 自本系统收到起算：中位数 { $median }，95% 在 { $p95 }内。
report-by-counterpart = 各对接方：{ $counts }。
report-other-causes = 其他原因
report-days = { $number } 天
report-hours = { $number } 小时
report-minutes = { $number } 分钟
report-seconds = { $number } 秒
report-hours-short = 时

report-section-recorded = 应录尽录
report-section-colours = 红黄绿码
report-section-ended = 限时办结
report-section-opinions = 审查意见
report-section-failures = 转人工的事项

report-chart-recorded = 各日录入率
report-chart-recorded-company = 各单位录入率
report-chart-hours = 从发生到录入的用时
report-chart-colours = 各日红黄绿码
report-chart-colours-company = 各单位红黄绿码（最后一日）
report-chart-colours-area = 各区县红黄绿码（最后一日）
report-chart-red = 各单位红码走势
report-chart-on-time = 各单位按时办结率
report-chart-opinions = 各单位意见按时率
report-chart-causes = 按原因
report-chart-failures = 各日转人工的事项

report-column-company = 单位
report-column-area = 区县
report-column-company-or-area = 单位或区县
report-column-company-or-stage = 单位或阶段
report-column-events = 应录
report-column-recorded = 已录
report-column-missing = 未录
report-column-share = 比率
report-column-median = 中位数
report-column-p95 = 95% 分位
report-column-median-hours = 中位数（时）
report-column-p95-hours = 95%（时）
report-column-ended = 办结
report-column-ended-share = 按时率
report-column-in-time = 按时
report-column-late = 逾期
report-column-due = 到期意见
report-column-due-share = 意见按时率
report-column-cause = 原因
report-column-count = 件数
report-column-day = 日期
report-column-period = 时段
report-column-what = 指标
report-column-value = 数值
report-column-note = 说明
report-sheet-overview = 概览
report-sheet-days = 各日
report-sheet-companies = 各单位
report-sheet-colours = 红黄绿码
report-sheet-areas = 区县
report-sheet-failures = 转人工事项

item-clock-rules = 时限规则有误
item-acknowledgement = 送达后没有回音
item-delivery-transient = 投递受阻：对方系统不通
item-delivery-unknown = 投递受阻：不知对方是否收到
item-delivery-rejected = 投递受阻：对方退回
item-delivery-auth = 投递受阻：凭证不被接受
item-delivery-contract = 投递受阻：答复不合接口约定
item-delivery-defect = 投递受阻：对接程序出错
item-delivery-lost = 投递受阻：处理时程序中断
item-delivery-pending = 投递受阻：对方迟迟没有审核

## 区划

area-511700 = 达州市
area-511702 = 通川区
area-511703 = 达川区
area-511722 = 宣汉县
area-511723 = 开江县
area-511724 = 大竹县
area-511725 = 渠县
area-511781 = 万源市
