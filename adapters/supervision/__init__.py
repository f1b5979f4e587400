"""The city's project supervision platform (项目信息化监管平台): a second mirror."""
