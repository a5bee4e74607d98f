# The servers that the demo and the bench talk to. Each is an object with Process and Address.

# Starts a server and waits for the line in which it says where it listens: Pattern's first group.
function Open-Service {
    param([string] $Path, [string[]] $Arguments = @(), [string] $Pattern, [string] $Scratch)

    $log = Join-Path $Scratch "$([IO.Path]::GetFileNameWithoutExtension($Path)).log"
    $start = @{
        FilePath               = $Path
        RedirectStandardOutput = "$log.out"
        RedirectStandardError  = $log
        NoNewWindow            = $true
        PassThru               = $true
    }
    if ($Arguments) { $start['ArgumentList'] = $Arguments }
    $process = Start-Process @start
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt 20 -and -not $process.HasExited) {
        $line = Select-String -LiteralPath "$log.out", $log -Pattern $Pattern | Select-Object -First 1
        if ($line) {
            return [pscustomobject]@{ Process = $process; Address = $line.Matches[0].Groups[1].Value }
        }
        Start-Sleep -Milliseconds 50
    }
    Close-Service ([pscustomobject]@{ Process = $process })
    throw "$Path did not start:`n$(Get-Content -LiteralPath "$log.out", $log -Raw)"
}

function Close-Service {
    param([object] $Service)

    if (-not $Service) { return }
    if (-not $Service.Process.HasExited) { $Service.Process.Kill() }
    $Service.Process.WaitForExit()
}

# The local ECR endpoint. Settings, as local_ecr describes them, take the place of its own; they may hold
# passwords, so they go over its control interface and not on a command line.
function Open-LocalEcr {
    param([object] $Built, [string] $Scratch, [hashtable] $Settings = @{}, [string] $CargoProfile = 'dev')

    $service = Open-Service -Path (Get-LocalEcr $Built $CargoProfile) -Pattern '^listening on (http://\S+)' -Scratch $Scratch
    $null = Invoke-RestMethod -Method Put -Uri "$($service.Address)/_control/settings" -Body (ConvertTo-Json $Settings -Depth 5)
    $service
}

# Compiles the local endpoint and gives its path.
function Get-LocalEcr {
    param([object] $Built, [string] $CargoProfile = 'dev')

    # As the library is compiled in that profile, so that what both stand on is compiled once.
    $variables = if ($CargoProfile -eq 'dev') { @{} } else { Get-CompilerEnvironment }
    Invoke-WithEnvironment $variables {
        Invoke-Tool cargo 'build', '--profile', $CargoProfile, '--locked', '--package', 'local_ecr' | Out-Host
    }
    $folder = if ($CargoProfile -eq 'dev') { 'debug' } else { $CargoProfile }
    $name = if (Test-WindowsSystem) { 'local_ecr.exe' } else { 'local_ecr' }
    Join-Path $Built.Target "$folder/$name"
}

# The programs that a login of docker to a real registry takes, and that are not here.
function Get-MissingRegistryTool {
    'docker', 'docker-registry', 'htpasswd' | Select-MissingTool
}

# A real docker-registry on loopback that lets in one user; over TLS where a certificate and its key are given. Each needs a
# scratch folder of its own.
function Open-DockerRegistry {
    param([Net.NetworkCredential] $Login, [string] $Scratch, [string] $Certificate, [string] $Key, [string] $Address = '127.0.0.1')

    $passwords = Join-Path $Scratch 'htpasswd'
    $hashed = $Login.Password | & htpasswd -Bni $Login.UserName
    [IO.File]::WriteAllText($passwords, $hashed[0] + "`n")
    $settings = Join-Path $Scratch 'registry.yml'
    $tls = if ($Certificate) { "  tls:`n    certificate: $Certificate`n    key: $Key" }
    [IO.File]::WriteAllText($settings, @"
version: 0.1
storage:
  filesystem:
    rootdirectory: $Scratch/registry
http:
  addr: ${Address}:0
$tls
auth:
  htpasswd:
    realm: demo
    path: $passwords
"@)
    Open-Service -Path docker-registry -Arguments 'serve', "`"$settings`"" -Pattern 'listening on (127\.\d+\.\d+\.\d+:\d+)' -Scratch $Scratch
}
