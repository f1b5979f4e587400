# 办件全过程

province-scheme-unknown = { $company }没有这份方案，或者没有这个版本（{ $code }）：{ $words }。请核对方案编号与版本。
province-review-over = { $company }不再审查这个版本（{ $code }）：{ $words }。方案已调整或撤回，这份意见不必再送。
delivery-record-opinion = 录入审查意见
delivery-record-approval = 录入批复文件
delivery-record-colour = 录入红黄绿码
delivery-opinions-return = 返回审查意见
verb-fetch-document = 取回批复文件
document-of-no-case = 没有找到{ $company }是在哪个办件里出具这份文件的，取不到文件。请技术人员查看。
