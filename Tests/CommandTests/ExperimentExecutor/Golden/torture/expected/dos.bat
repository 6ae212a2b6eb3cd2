@echo off
set EPOCH=012

echo %EPOCH% 1e-4
1e-4