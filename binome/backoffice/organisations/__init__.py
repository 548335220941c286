"""Who runs a programme: its organisations, their people, the roles, the dashboards."""
