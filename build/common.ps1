# Small helpers of every task.

function Test-WindowsSystem {
    [Environment]::OSVersion.Platform -eq 'Win32NT'
}

# Runs a program and fails when it does.
function Invoke-Tool {
    param([string] $Name, [string[]] $Arguments)

    & $Name @Arguments
    if ($LASTEXITCODE -ne 0) { throw "'$Name $($Arguments -join ' ')' ended with exit code $LASTEXITCODE." }
}

function Find-Tool {
    param([string] $Name)

    $found = Get-Command -Name $Name -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($found) { $found.Source }
}

# The names of programs that are not here.
filter Select-MissingTool { if (-not (Find-Tool $_)) { $_ } }

# Copies a module, the folder of a version, and gives the folder to put into PSModulePath. PowerShell looks through all that lies
# below such a folder, and output/ may hold a Windows of wine, with links to everything.
function Copy-ToModulePath {
    param([string] $Module, [string] $Scratch)

    $folder = Join-Path $Scratch 'modules'
    $place = New-Item -ItemType Directory -Path (Join-Path $folder (Split-Path -Leaf (Split-Path $Module)))
    Copy-Item -LiteralPath $Module -Destination $place.FullName -Recurse
    $folder
}

# Runs a script in a PowerShell of its own, like the one that runs the build, on the same terminal. A loaded native
# library can't be replaced, so what imports the built module does it there. Gives the exit code.
function Invoke-ChildScript {
    param([string] $Path, [string[]] $Arguments = @())

    $options = @('-NoLogo', '-NoProfile', '-NonInteractive')
    if (Test-WindowsSystem) { $options += '-ExecutionPolicy', 'Bypass' }
    $quoted = @($options; '-File'; $Path; $Arguments) | ForEach-Object { '"{0}"' -f $_ }
    $shell = (Get-Process -Id $PID).Path
    (Start-Process -FilePath $shell -ArgumentList $quoted -NoNewWindow -Wait -PassThru).ExitCode
}

function New-ScratchFolder {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A temporary folder.')]
    param()

    $path = Join-Path ([IO.Path]::GetTempPath()) "ecrlogin-$([Guid]::NewGuid().ToString('N'))"
    (New-Item -ItemType Directory -Path $path).FullName
}

# Makes a folder anew and gives its path.
function New-EmptyFolder {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Build output.')]
    param([string] $Path)

    if (Test-Path -LiteralPath $Path) { Remove-Item -LiteralPath $Path -Recurse -Force }
    (New-Item -ItemType Directory -Path $Path).FullName
}

# Variables that keep a run away from the user's own AWS settings and from any proxy: a home of its own, no AWS
# variable, no instance metadata. A value of $null takes the variable out.
function Get-IsolatedEnvironment {
    param([string] $HomeFolder)

    $variables = @{
        HOME          = $HomeFolder
        USERPROFILE   = if (Test-WindowsSystem) { $HomeFolder } else { $null }
        CARGO_HOME    = Get-RustFolder cargo
        RUSTUP_HOME   = Get-RustFolder rustup
        DOCKER_CONFIG = Join-Path $HomeFolder '.docker'
    }
    $names = @([Environment]::GetEnvironmentVariables().Keys)
    foreach ($name in $names -match '^(AWS_.*|ECRLOGIN_(LIBRARY|HELPER|CACHE|REGISTRIES)|REQUESTS_CA_BUNDLE|(HTTP|HTTPS|ALL|NO)_PROXY)$') { $variables[$name] = $null }
    $variables['AWS_EC2_METADATA_DISABLED'] = 'true'
    $variables
}

# Runs a block with variables of the process set or, where the value is $null, taken out; puts all back.
function Invoke-WithEnvironment {
    param([hashtable] $Variables, [scriptblock] $Script)

    $before = @{}
    foreach ($name in $Variables.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        foreach ($name in $Variables.Keys) { Edit-Environment $name $Variables[$name] }
        & $Script
    } finally {
        foreach ($name in $before.Keys) { Edit-Environment $name $before[$name] }
    }
}

# Sets a variable of the process, or takes it out: PowerShell hands .NET an empty string for $null, which sets one.
function Edit-Environment {
    param([string] $Name, [object] $Value)

    [Environment]::SetEnvironmentVariable($Name, $(if ($null -eq $Value) { [NullString]::Value } else { $Value }))
}
