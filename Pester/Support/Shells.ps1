# Other PowerShells that a test runs scripts in, and copies of the module for them.

# The module without its libraries, in a folder of its own.
function Copy-WithoutLibrary {
    $copy = Join-Path $TestDrive ([guid]::NewGuid()) | Join-Path -ChildPath 'EcrLogin'
    $null = New-Item -ItemType Directory $copy
    Get-ChildItem $env:ECRLOGIN_MODULE -Exclude runtimes | Copy-Item -Destination $copy -Recurse
    $copy
}

# Runs a script in a runspace of its own. Gives its output, and the error that ended it.
function Invoke-InShell($Script, $Argument, [initialsessionstate] $State = [initialsessionstate]::CreateDefault()) {
    $shell = [powershell]::Create($State)
    try {
        $caught = 'try { & { ' + $Script + ' } @args } catch { $_ }'
        $shell.AddScript($caught).AddArgument($Argument).Invoke()
    } finally {
        $shell.Dispose()
    }
}

# Runs a script in a process of its own and gives its output.
function Invoke-InProcess($Script, $Shell = (Get-Process -Id $PID).Path) {
    $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
    Set-Content $file $Script
    & $Shell -NoLogo -NoProfile -NonInteractive -File $file 2>&1
}
