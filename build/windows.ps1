# The task windows: library and tests are compiled for Windows here, and run under wine.

$windowsTarget = 'x86_64-pc-windows-gnu'

# How long a test program or a file of Pester tests may take under wine, in seconds.
$windowsLimit = @{ Rust = 300; Pester = 300 }

# Pester tests of what is not here: of Unix, of programs that run on Linux, and of what wine lacks.
$windowsExcludedTag = 'Unix', 'Strace', 'Moto', 'Registry', 'Wine'

function Invoke-WindowsTask {
    Assert-WindowsTool
    $folder = Join-Path $root 'output/windows'
    $null = New-Item -ItemType Directory -Force -Path $folder
    $metadata = Get-CargoMetadata
    $programs = Build-WindowsProgram $metadata.Target
    $module = New-WindowsModule -Version $metadata.Version -Folder $folder -Library $programs.Library

    $prefix = New-WinePrefix $folder
    $variables = (Get-IsolatedEnvironment (New-EmptyFolder (Join-Path $folder 'home'))) + $prefix
    $variables['ECRLOGIN_LIBRARY'] = ConvertTo-WindowsPath $programs.Library
    $variables['ECRLOGIN_HELPER'] = ConvertTo-WindowsPath $programs.Helper
    try {
        $rust = Invoke-WithEnvironment $variables { Invoke-WindowsRustTest $programs.Tests }
        $variables['ECRLOGIN_LIBRARY'] = $null
        $variables['ECRLOGIN_MODULE'] = ConvertTo-WindowsPath $module
        $variables['ECRLOGIN_LOCAL_ECR'] = ConvertTo-WindowsPath $programs.LocalEcr
        $variables['ECRLOGIN_CLIENTS'] = ConvertTo-WindowsPath (Split-Path -Parent $programs.LocalEcr)
        $pester = Invoke-WithEnvironment $variables { Invoke-WindowsPesterTest $folder }
    } finally {
        Invoke-WithEnvironment $prefix { & wineserver -k }
    }
    $passed = $rust.Passed + $pester.Passed
    $failed = $rust.Failed + $pester.Failed
    $skipped = $rust.Skipped + $pester.Skipped
    Write-Information "total: $passed passed, $failed failed, $skipped skipped"
    if ($failed) { exit 1 }
}

# Ends the task where something is missing, and says what brings it.
function Assert-WindowsTool {
    $packages = [ordered] @{
        'wine'                   = 'wine wine64'
        'wineserver'             = 'wine wine64'
        'script'                 = 'bsdutils'
        'x86_64-w64-mingw32-gcc' = 'gcc-mingw-w64-x86-64'
    }
    $missing = @($packages.Keys | Where-Object { -not (Find-Tool $_) } | ForEach-Object { $packages[$_] })
    if (-not (Find-WindowsCargo)) { $missing += 'rustc-web cargo-web rust-web-src' }
    if (-not $missing) { return }
    $names = ($missing -join ' ' -split ' ' | Select-Object -Unique) -join ' '
    throw "Windows programs can't be made or run here. What is missing comes with: apt-get install --no-install-recommends $names"
}

# The Cargo that compiles for Windows, with its first options and its variables: that on PATH where its Rust has the
# target's library, else Debian's, which compiles that library too, from Debian's sources of it.
function Find-WindowsCargo {
    $own = @(& rustc --print target-libdir --target $windowsTarget 2>$null)
    if ($own -and (Test-Path -LiteralPath $own[0])) { return @{ Path = 'cargo'; Options = @(); Variables = @{} } }

    $rustc = '/usr/bin/rustc'
    $sources = '/usr/lib/rustlib/src/rust/library/std'
    if (-not (Test-Path -LiteralPath '/usr/bin/cargo') -or -not (Test-Path -LiteralPath $rustc) -or -not (Test-Path -LiteralPath $sources)) { return }
    @{
        Path      = '/usr/bin/cargo'
        Options   = @('-Zbuild-std=std,panic_unwind')
        Variables = @{ RUSTC = $rustc; RUSTDOC = '/usr/bin/rustdoc'; RUSTC_BOOTSTRAP = '1' }
    }
}

# Runs Cargo for Windows. Debian's is another than that on PATH, so it has an output folder of its own.
function Invoke-WindowsCargo {
    param([string] $Command, [string] $TargetFolder, [string[]] $Arguments)

    $cargo = Find-WindowsCargo
    $common = @('--locked', '--target', $windowsTarget, '--target-dir', (Join-Path $TargetFolder 'windows'))
    Invoke-WithEnvironment $cargo.Variables { Invoke-Tool $cargo.Path (@($Command) + $cargo.Options + $common + $Arguments) }
}

# Compiles library, tests, local endpoint and stand-ins at once, so that what they share is compiled once. Gives their
# paths.
function Build-WindowsProgram {
    param([string] $TargetFolder)

    $messages = Invoke-WindowsCargo build $TargetFolder '--workspace', '--all-targets', '--message-format', 'json-render-diagnostics'
    $tests = $messages | ForEach-Object { ConvertFrom-Json $_ } | Where-Object { $_.PSObject.Properties['executable'] -and $_.executable -and $_.profile.test }
    $folder = Join-Path $TargetFolder "windows/$windowsTarget/debug"
    @{
        Library  = Join-Path $folder 'ecr_login.dll'
        Helper   = Join-Path $folder 'docker-credential-ecrlogin.exe'
        LocalEcr = Join-Path $folder 'local_ecr.exe'
        Tests    = $tests | ForEach-Object { [pscustomobject]@{ Name = $_.target.name; Path = $_.executable } }
    }
}

# The module as it installs, with a library for Windows alone.
function New-WindowsModule {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Version, [string] $Folder, [string] $Library)

    $assembly = Build-Assembly $Version
    # A folder that may stand in PSModulePath: nothing else is below it.
    $module = Join-Path $Folder "modules/EcrLogin/$Version"
    if (Test-Path -LiteralPath $module) { Remove-BuiltModule $module }
    $natives = New-Item -ItemType Directory -Force -Path (Join-Path $module 'runtimes/win-x64/native')
    Copy-Item -LiteralPath $Library, (Get-HelperBeside $Library 'win-x64') -Destination $natives.FullName
    Copy-Item -LiteralPath $assembly -Destination $module
    Copy-ModuleSource -Folder $module -Version $Version
    Add-ModuleHelp -Folder $module -Assembly $assembly
    $module
}

# Makes a Windows of its own and gives the variables that lead to it.
function New-WinePrefix {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Folder)

    $prefix = New-EmptyFolder (Join-Path $Folder 'prefix')
    $variables = @{
        WINEPREFIX                   = $prefix
        WINEDEBUG                    = '-all'
        # .NET maps its code twice where it can, which wine gets wrong.
        DOTNET_EnableWriteXorExecute = '0'
    }
    Invoke-WithEnvironment $variables {
        Invoke-Tool wineboot '-i' 2>&1 | Out-Null
        Invoke-Tool winecfg '-v', 'win10' 2>&1 | Out-Null
        Invoke-Tool wineserver '-w'
    }
    $random = Join-Path $prefix 'drive_c/windows/system32/bcryptprimitives.dll'
    Add-WindowsPwsh $prefix
    Invoke-Tool x86_64-w64-mingw32-gcc '-Wall', '-Wextra', '-Werror', '-shared', '-o', $random, (Join-Path $root 'tests/windows/bcryptprimitives.c'), '-lbcrypt'
    $variables
}

# Makes a folder anew and gives its path.
function New-EmptyFolder {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Path)

    if (Test-Path -LiteralPath $Path) { Remove-Item -LiteralPath $Path -Recurse -Force }
    (New-Item -ItemType Directory -Path $Path).FullName
}

# Wine shows the root of the file system as drive Z.
function ConvertTo-WindowsPath {
    param([string] $Path)

    'Z:' + $Path.Replace('/', '\')
}

# Puts PowerShell for Windows into a prefix: one that is laid out here, else the mirror's, else that of the release.
function Add-WindowsPwsh {
    param([string] $Prefix)

    $version = Get-PinnedVersion PowerShell
    $folder = '/opt/microsoft/powershell/7-win-x64'
    if (-not (Test-Path -LiteralPath "$folder/pwsh.exe")) {
        $folder = Join-Path $root "output/tools/powershell-$version-win-x64"
        if (-not (Test-Path -LiteralPath "$folder/pwsh.exe")) { Expand-WindowsPwsh $version $folder }
    }
    Write-Information "PowerShell for Windows: $folder"
    $there = Join-Path $Prefix 'drive_c/pwsh'
    Copy-Item -LiteralPath $folder -Destination $there -Recurse
    # What Add-Type compiles against is the same on every system; the mirror has it once.
    if (-not (Test-Path -LiteralPath "$there/ref")) { Copy-Item -LiteralPath "$PSHOME/ref" -Destination $there -Recurse }
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

# Runs a program under wine, gives what it prints, and leaves its exit code in LASTEXITCODE. One that does not end in time
# is ended with all that runs there. It has a terminal, as PowerShell wants one, but prints into a file: what it leaves
# behind would hold a pipe.
function Invoke-Wine {
    param([string] $Program, [string[]] $Arguments, [int] $Limit)

    $log = New-TemporaryFile
    try {
        $words = @($Program) + $Arguments | ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }
        $line = "wine $($words -join ' ') >'$($log.FullName)' 2>&1 </dev/tty"
        '' | & timeout --kill-after=10 $Limit script -qec $line /dev/null | Out-Null
        $code = $LASTEXITCODE
        [IO.File]::ReadAllText($log.FullName) -split '\r?\n'
        if ($code -in 124, 137) {
            Write-Information "$Program did not end within $Limit s."
            & wineserver -k
        }
        $global:LASTEXITCODE = $code
    } finally {
        Remove-Item -LiteralPath $log.FullName
    }
}

# Those of the house look at sources, which are the same everywhere; those against registries want clients of Linux.
function Invoke-WindowsRustTest {
    param([object[]] $Tests)

    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($test in $Tests | Where-Object { $_.Name -notin 'house', 'registry' }) {
        Write-Information "== $($test.Name)"
        $arguments = @{ Program = $test.Path; Arguments = @('--test-threads=2'); Limit = $windowsLimit.Rust }
        Add-Count $sum (Measure-TestLine { Invoke-Wine @arguments })
    }
    $sum
}

# Files of Pester tests that have none to run here: of the package, which is looked at where it is made, and of servers and
# clients that run on Linux.
$windowsLeftOut = 'Package.Tests.ps1', 'EndToEnd.Tests.ps1', 'Login.Tests.ps1'

# Each file has a process of its own: a function that wine lacks ends it.
function Invoke-WindowsPesterTest {
    param([string] $Folder, [string] $Only = '*')

    $pester = ConvertTo-WindowsPath (Get-GalleryModule Pester)
    $runner = ConvertTo-WindowsPath (Join-Path $root 'build/pester.ps1')
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($file in Get-ChildItem -Path (Join-Path $root "Pester/$Only.Tests.ps1") -Exclude $windowsLeftOut) {
        Write-Information "== $($file.Name)"
        $result = Join-Path $Folder 'pester.json'
        Remove-Item -LiteralPath $result -ErrorAction Ignore
        $arguments = @(
            '-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $runner
            '-PesterPath', $pester
            '-TestPath', (ConvertTo-WindowsPath $file.FullName)
            '-ResultPath', (ConvertTo-WindowsPath $result)
            '-ExcludeTag', ($windowsExcludedTag -join ',')
        )
        Invoke-Wine -Program 'C:\pwsh\pwsh.exe' -Arguments $arguments -Limit $windowsLimit.Pester | ForEach-Object { Write-Information $_ }
        if (Test-Path -LiteralPath $result) {
            Add-Count $sum (Get-Content -LiteralPath $result -Raw | ConvertFrom-Json)
        } else {
            Write-Information "$($file.Name) ended without a result."
            $sum.Failed++
        }
    }
    $sum
}

function Add-Count {
    param([hashtable] $Sum, [object] $Count)

    foreach ($kind in 'Passed', 'Failed', 'Skipped') { $Sum[$kind] += $Count.$kind }
}
