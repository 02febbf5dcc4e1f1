"""One module per noun of the command line, each with one click command or group named `command`.

A command is a line or two around a service or a query. One that needs the application is decorated with
`flask.cli.with_appcontext`.
"""
