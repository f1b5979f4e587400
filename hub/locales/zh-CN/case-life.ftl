# 办件全过程

province-scheme-unknown = { $company }没有这份方案，或者没有这个版本（{ $code }）：{ $words }。请核对方案编号与版本。
province-review-over = { $company }不再审查这个版本（{ $code }）：{ $words }。方案已调整或撤回，这份意见不必再送。
delivery-record-opinion = 录入审查意见
delivery-record-approval = 录入批复文件
delivery-record-colour = 录入红黄绿码
delivery-opinions-return = 返回审查意见
verb-fetch-document = 取回批复文件
document-of-no-case = 没有找到{ $company }是在哪个办件里出具这份文件的，取不到文件。请技术人员查看。

command-project = 查看一个项目的全过程：各单位各环节、文件、录入、联合验收
argument-project-code = 投资项目统一代码
project-unknown = 没有代码为 { $code } 的项目。请核对投资项目统一代码。
project-heading = { $name }（{ $code }），{ $developer }
project-scheme = 方案 { $scheme } 第 { $version } 版：联审{ $standing }，意见截止 { $due }，未出意见：{ $missing }
project-former = { $company }（不再涉及）
project-opinion = { $status }（{ $opinion }）
project-acceptance = 联合验收：{ $state }。已通过 { $passed } 家，尚待：{ $waiting }
project-recorded = { $mirror }已录入 { $part } / { $whole } 个办理事件
title-project-companies = 各单位进展
title-project-documents = 各单位出具的文件
column-document = 文件
column-document-number = 文号
column-issued-on = 日期
review-open = 征求意见中
review-closed = 意见已汇总
review-revised = 已改版
review-withdrawn = 已撤回
acceptance-not-ready = 条件未齐
acceptance-ready = 可以开始
acceptance-under-way = 进行中
acceptance-failed = 有单位不通过
acceptance-passed = 全部通过
