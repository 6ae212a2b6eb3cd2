@echo off
set EPOCH={epoch}

echo %EPOCH% {lr}
{lr}