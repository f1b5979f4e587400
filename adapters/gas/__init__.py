"""Gas companies (燃气): batch files over a shared folder or SFTP, and their words for where a matter stands."""
