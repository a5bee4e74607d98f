# Wine: Windowses of their own, PowerShell for Windows in them, and programs that run there.

# How long one program may take, and all of a queue together, in seconds.
$wineLimit = @{ One = 900; All = 2400 }

# Makes Windowses of their own, and gives for each the variables that lead to it, with an empty home.
function New-Wine {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Folder, [int] $Count)

    $pwsh = Copy-WindowsPwsh $Folder
    $first = New-EmptyFolder (Join-Path $Folder 'wine-1')
    $setting = @{
        WINEDEBUG                    = '-all'
        # .NET maps its code twice where it can, which wine gets wrong.
        DOTNET_EnableWriteXorExecute = '0'
        # The programs that such tests want are of this system.
        ECRLOGIN_REQUIRE_E2E         = $null
    }
    Invoke-WithEnvironment ($setting + @{ WINEPREFIX = $first }) {
        Invoke-Tool wineboot '-i' 2>&1 | Out-Null
        Invoke-Tool winecfg '-v', 'win10' 2>&1 | Out-Null
        Invoke-Tool wineserver '-w'
    }
    # Wine has the user's own folders for documents and such in it.
    foreach ($link in Get-ChildItem -Path (Join-Path $first 'drive_c/users/*/*') -Attributes ReparsePoint) {
        $link.Delete()
        $null = New-Item -ItemType Directory -Path $link.FullName
    }
    $random = Join-Path $first 'drive_c/windows/system32/bcryptprimitives.dll'
    Invoke-Tool x86_64-w64-mingw32-gcc '-Wall', '-Wextra', '-Werror', '-shared', '-o', $random, (Join-Path $root 'tests/windows/bcryptprimitives.c'), '-lbcrypt'
    $null = New-Item -ItemType SymbolicLink -Path (Join-Path $first 'drive_c/pwsh') -Target $pwsh

    foreach ($number in 1..$Count) {
        $prefix = Join-Path $Folder "wine-$number"
        if ($number -gt 1) {
            if (Test-Path -LiteralPath $prefix) { Remove-Item -LiteralPath $prefix -Recurse -Force }
            Invoke-Tool cp '-a', $first, $prefix
        }
        $userHome = New-EmptyFolder (Join-Path $Folder "home-$number")
        (Get-IsolatedEnvironment $userHome) + $setting + @{ WINEPREFIX = $prefix }
    }
}

# Ends all that runs in a Windows.
function Stop-Wine {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Processes of the build.')]
    param([hashtable] $Wine)

    Invoke-WithEnvironment @{ WINEPREFIX = $Wine['WINEPREFIX'] } { & wineserver -k }
}

# Wine shows the root of the file system as drive Z.
function ConvertTo-WindowsPath {
    param([string] $Path)

    'Z:' + $Path.Replace('/', '\')
}

# Lays PowerShell for Windows out in a folder and gives its path: one that is laid out here, else the mirror's, else that of
# the release.
function Copy-WindowsPwsh {
    param([string] $Folder)

    $version = Get-PinnedVersion PowerShell
    $source = '/opt/microsoft/powershell/7-win-x64'
    if (-not (Test-Path -LiteralPath "$source/pwsh.exe")) {
        $source = Join-Path $root "output/tools/powershell-$version-win-x64"
        if (-not (Test-Path -LiteralPath "$source/pwsh.exe")) { Expand-WindowsPwsh $version $source }
    }
    Write-Information "PowerShell for Windows: $source"
    $there = Join-Path $Folder 'pwsh'
    if (Test-Path -LiteralPath $there) { Remove-Item -LiteralPath $there -Recurse -Force }
    Invoke-Tool cp '-a', $source, $there
    # What Add-Type compiles against is the same on every system; the mirror has it once.
    if (-not (Test-Path -LiteralPath "$there/ref")) { Copy-Item -LiteralPath "$PSHOME/ref" -Destination $there -Recurse }
    $there
}

function Expand-WindowsPwsh {
    param([string] $Version, [string] $Folder)

    $archive = Find-InMirror "powershell-$Version-win-x64.tar.xz"
    if ($archive) {
        Expand-ToFolder $archive $Folder
        return
    }
    $name = "PowerShell-$Version-win-x64.zip"
    $release = "https://github.com/PowerShell/PowerShell/releases/download/v$Version"
    $archive = Join-Path $root "output/tools/$name"
    Save-File "$release/$name" $archive
    Save-File "$release/hashes.sha256" "$archive.sha256"
    $line = Select-String -LiteralPath "$archive.sha256" -Pattern "^([0-9a-fA-F]{64}) [ *]$([regex]::Escape($name))" | Select-Object -First 1
    if (-not $line) { throw "The sums of the release do not name $name." }
    Assert-Sum -Path $archive -Sum $line.Matches[0].Groups[1].Value -Algorithm SHA256
    Expand-ToFolder $archive $Folder
}

# Runs programs, one at a time in each Windows, and hands each in at its end: what it printed (Text), its ExitCode, whether
# it was ended by its limit (Late), how long it took (Seconds). A run has Name, Program, Arguments, Variables, and Begun, a
# pattern of what it prints when it begins. Wine refuses to start some programs on a busy machine, so a run that never began,
# or failed and tells of error 1359, which Windows does not give for a program, is run once more.
function Invoke-Wine {
    param([hashtable[]] $Wine, [object[]] $Runs)

    $waiting = [Collections.Generic.Queue[object]]::new($Runs)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $busy = @{}
    try {
        while ($waiting.Count -or $busy.Count) {
            foreach ($place in 0..($Wine.Count - 1)) {
                $started = $busy[$place]
                if ($started) {
                    if (-not $started.Process.HasExited) { continue }
                    $busy.Remove($place)
                    $ended = Complete-WineRun $started
                    if ($ended.Late) { Stop-Wine $Wine[$place] }
                    if (Test-WineRefusal $ended) {
                        Write-Information "$($started.Run.Name) is run once more: wine did not start a program.`n$($ended.Text)"
                        $started.Run['Again'] = $true
                        $waiting.Enqueue($started.Run)
                    } else {
                        $ended
                    }
                }
                if ($waiting.Count) {
                    $left = [Math]::Max(1, $wineLimit.All - [int] $watch.Elapsed.TotalSeconds)
                    $busy[$place] = Start-WineRun $waiting.Dequeue() $Wine[$place] ([Math]::Min($wineLimit.One, $left))
                }
            }
            Start-Sleep -Milliseconds 50
        }
    } finally {
        foreach ($one in $Wine) { Stop-Wine $one }
    }
}

# Starts a run. It has a terminal, as PowerShell wants one, but prints into a file: what it leaves behind would hold a pipe.
function Start-WineRun {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Processes of the build.')]
    param([hashtable] $Run, [hashtable] $Wine, [int] $Limit)

    $log = New-TemporaryFile
    $words = @($Run.Program) + $Run.Arguments | ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }
    $line = "wine $($words -join ' ') >'$($log.FullName)' 2>&1 </dev/tty"
    $limited = 'exec timeout --kill-after=10 "$1" script -qec "$2" /dev/null >/dev/null 2>&1 </dev/null'
    $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
    foreach ($word in '-c', $limited, 'sh', "$Limit", $line) { $start.ArgumentList.Add($word) }
    foreach ($set in $Wine, $Run.Variables) {
        foreach ($name in $set.Keys) {
            if ($null -eq $set[$name]) { $null = $start.Environment.Remove($name) } else { $start.Environment[$name] = $set[$name] }
        }
    }
    @{ Run = $Run; Log = $log; Limit = $Limit; Watch = [Diagnostics.Stopwatch]::StartNew(); Process = [Diagnostics.Process]::Start($start) }
}

function Complete-WineRun {
    param([hashtable] $Started)

    $code = $Started.Process.ExitCode
    $late = $code -in 124, 137
    # What wine says of a disk that it cannot ask is of no use.
    $lines = [IO.File]::ReadAllText($Started.Log.FullName) -split '\r?\n' -notmatch '^wine: Read access denied for device'
    if ($late) { $lines += "$($Started.Run.Name) did not end within $($Started.Limit) s." }
    Remove-Item -LiteralPath $Started.Log.FullName
    [pscustomobject]@{
        Run = $Started.Run; ExitCode = $code; Late = $late; Text = $lines -join "`n"; Seconds = [int] $Started.Watch.Elapsed.TotalSeconds
    }
}

# Whether a run that is over is to be run once more.
function Test-WineRefusal {
    param([object] $Ended)

    if ($Ended.Late -or $Ended.Run['Again']) { return $false }
    if ($Ended.Text -notmatch $Ended.Run.Begun) { return $true }
    $Ended.ExitCode -ne 0 -and $Ended.Text -match 'trying to start process .* Internal error\.|\(os error 1359\)'
}
