import CommandShell

// Parse, call, print: everything else is a library call.
CommandShell.main(commandTable)
