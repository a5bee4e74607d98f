# The task try: what the task package made, installed into an empty home and used from there as by someone who has nothing
# else: the tests of the package and every example of help, about topic and README. Where wine is, the examples in PowerShell
# for Windows too.

function Invoke-TryTask {
    $package = Join-Path $root $packageFolder
    $nupkg = @(Get-ChildItem -Path $package -Filter '*.nupkg' -ErrorAction Ignore)
    if ($nupkg.Count -ne 1) { throw "There is no package in $package." }

    $scratch = New-ScratchFolder
    try {
        # A gallery that is a folder holds packages and nothing else.
        $gallery = New-EmptyFolder (Join-Path $scratch 'gallery')
        Copy-Item -LiteralPath $nupkg[0].FullName -Destination $gallery
        $counts = @(Invoke-OwnTry $package $gallery $scratch)
        if (Test-WindowsPacked $package) { $counts += @(Invoke-WindowsTry $package $gallery) }
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
    $sum = @{}
    foreach ($kind in 'Passed', 'Failed', 'Skipped') { $sum[$kind] = ($counts | ForEach-Object { $_.$kind } | Measure-Object -Sum).Sum }
    Write-Information "total: $($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed) { throw 'The package does not do what it should.' }
}

# In the PowerShell that runs this.
function Invoke-OwnTry {
    param([string] $Package, [string] $Gallery, [string] $Scratch)

    $localEcr = Get-LocalEcr (Get-CargoMetadata)
    Invoke-Tool cargo 'build', '--locked', '--package', 'ecr_login', '--bins' | Out-Host
    $variables = Get-IsolatedEnvironment (New-EmptyFolder (Join-Path $Scratch 'home'))
    $variables['ECRLOGIN_LOCAL_ECR'] = $localEcr
    $variables['ECRLOGIN_CLIENTS'] = Split-Path -Parent $localEcr
    $variables['ECRLOGIN_PACKAGE'] = $Package
    $result = Join-Path $Scratch 'installed'
    Invoke-WithEnvironment $variables {
        if (Test-WindowsSystem) {
            # Its folder of modules is the user's own, whatever a variable says.
            Expand-Module $Package $Scratch $result
        } elseif ((Invoke-ChildScript (Join-Path $root 'build/install.ps1') '-Gallery', $Gallery, '-ResultPath', $result) -ne 0) {
            throw 'The package could not be installed.'
        }
        $installed = [IO.File]::ReadAllText($result)
        Write-Information "Installed: $installed"
        Invoke-WithEnvironment @{ ECRLOGIN_MODULE = $installed } {
            foreach ($file in 'Package.Tests.ps1', 'Examples.Tests.ps1') { Invoke-PesterTest $Scratch "Pester/$file" }
        }
    }
}

# Unpacks the zip, and writes where the module then is into a file.
function Expand-Module {
    param([string] $Package, [string] $Scratch, [string] $ResultPath)

    $modules = Join-Path $Scratch 'modules'
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    [IO.Compression.ZipFile]::ExtractToDirectory((Get-ChildItem -Path $Package -Filter '*.zip').FullName, $modules)
    [IO.File]::WriteAllText($ResultPath, (Get-ChildItem -LiteralPath (Join-Path $modules 'EcrLogin')).FullName)
}

# Whether the package is to be tried in PowerShell for Windows here; if not, says why.
function Test-WindowsPacked {
    param([string] $Package)

    if (Test-WindowsSystem) { return $false }
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $zip = [IO.Compression.ZipFile]::OpenRead((Get-ChildItem -Path $Package -Filter '*.nupkg').FullName)
    try { $isPacked = @($zip.Entries | Where-Object { $_.FullName -like 'runtimes/win-x64/*' }).Count -gt 0 } finally { $zip.Dispose() }
    $missing = @(Get-MissingWindowsPackage)
    if (-not $isPacked) { Write-Information 'Not tried under wine: nothing for Windows is in the package.' }
    elseif ($missing) { Write-Information "Not tried under wine. What is missing comes with: apt-get install --no-install-recommends $missing" }
    $isPacked -and -not $missing
}

# In PowerShell for Windows, under wine.
function Invoke-WindowsTry {
    param([string] $Package, [string] $Gallery)

    $folder = New-EmptyFolder (Join-Path $root 'output/try')
    $target = (Get-CargoMetadata).Target
    Invoke-CrossCargo $windowsTarget build $target '--package', 'local_ecr', '--package', 'ecr_login', '--bins' | Out-Host
    $programs = Join-Path (Get-CrossFolder $windowsTarget $target) 'debug'

    $wine = @(New-Wine $folder 1)
    $result = Join-Path $folder 'installed'
    $install = @{
        Name = 'install.ps1'; Program = 'C:\pwsh\pwsh.exe'; Variables = @{}; Begun = 'Installing'
        Arguments = @(
            '-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', (ConvertTo-WindowsPath (Join-Path $root 'build/install.ps1'))
            '-Gallery', (ConvertTo-WindowsPath $Gallery), '-ResultPath', (ConvertTo-WindowsPath $result)
        )
    }
    Invoke-Wine $wine $install | ForEach-Object { Write-Information $_.Text }
    if (-not (Test-Path -LiteralPath $result)) { throw 'The package could not be installed under wine.' }
    $installed = [IO.File]::ReadAllText($result)
    Write-Information "Installed under wine: $installed"

    $variables = @{
        ECRLOGIN_MODULE    = $installed
        ECRLOGIN_PACKAGE   = ConvertTo-WindowsPath $Package
        ECRLOGIN_LOCAL_ECR = ConvertTo-WindowsPath (Join-Path $programs 'local_ecr.exe')
        ECRLOGIN_CLIENTS   = ConvertTo-WindowsPath $programs
    }
    $runs = @(Get-WindowsPesterRun 'Examples.Tests.ps1' $variables $windowsExcludedTag $folder)
    Invoke-Wine $wine $runs | ForEach-Object {
        Write-Information "== $($_.Run.Name) under wine ($($_.Seconds) s)"
        Measure-WindowsPester $_
    }
}
