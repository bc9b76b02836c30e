"""The ways in: command line, chat page, HTTP, MCP."""
