# The task bench: the measurements of bench/, against local endpoints.

function Invoke-BenchTask {
    param([object] $Built)

    $scratch = New-ScratchFolder
    $endpoint = $tls = $fleet = $null
    try {
        $endpoint = Open-LocalEcr $Built $scratch -CargoProfile fast
        $modules = Copy-ToModulePath $Built.Folder $scratch
        $arguments = @('-Module', (Join-Path $modules "EcrLogin/$($Built.Version)/EcrLogin.psd1"), '-Library', $Built.Library, '-Endpoint', $endpoint.Address)
        if ($PSVersionTable.PSEdition -eq 'Core' -and $IsLinux -and (Find-Tool cc)) {
            foreach ($name in 'cold', 'repeat') {
                Invoke-Tool cc '-O2', '-o', (Join-Path $scratch $name), "bench/$name.c", '-ldl'
            }
            $trust = Join-Path $scratch 'trust.pem'
            $tls = Open-TlsEndpoint -Built $Built -Scratch $scratch -TrustFile $trust
            $arguments += '-Programs', $scratch, '-TlsEndpoint', $tls.Address, '-TrustFile', $trust
            $arguments += '-Helper', $Built.Helper, '-GoPrograms', (Join-Path $root 'output/tools/go')
            & sh build/go-programs.sh docker-credential-ecr-login crane | Out-Host
            $python = Get-BenchPython
            if ($python) { $arguments += '-Python', $python }
            $package = Join-Path $root "output/package/EcrLogin.$($Built.Version).nupkg"
            if (Test-Path -LiteralPath $package) { $arguments += '-Package', $package }
            if (-not (Get-MissingRegistryTool)) {
                $fleet = Open-Fleet $Built $scratch
                $arguments += '-Fleet', $fleet.File
            }
        }
        $status = Invoke-WithEnvironment (Get-IsolatedEnvironment $scratch) {
            Invoke-ChildScript (Join-Path $root 'bench/bench.ps1') $arguments
        }
        if ($status -ne 0) { throw 'The bench failed.' }
    } finally {
        Close-Service $endpoint
        Close-Service $tls
        if ($fleet) { $fleet.Services | ForEach-Object { Close-Service $_ } }
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# A local endpoint over https, and a file of the system's authorities with the endpoint's own among them.
function Open-TlsEndpoint {
    param([object] $Built, [string] $Scratch, [string] $TrustFile)

    $program = Get-LocalEcr $Built fast
    $folder = (New-Item -ItemType Directory -Path (Join-Path $Scratch 'tls')).FullName
    Invoke-Tool $program 'certs', $folder | Out-Host
    $system = '/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt' | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    Get-Content -LiteralPath (@($system | Where-Object { $_ }) + "$folder/ca.pem") | Set-Content -LiteralPath $TrustFile
    Open-Service -Path $program -Arguments '--tls', "$folder/good.pem", "$folder/good.key" -Pattern '^listening on (https://\S+)' -Scratch $folder
}

# A Python with awscli and boto3 in the pinned versions, in an environment of its own; nothing where it cannot be had.
function Get-BenchPython {
    $python = Join-Path $root 'output/bench/bin/python'
    if (Test-Path -LiteralPath $python) { return $python }
    if (-not (Find-Tool python3)) { return }
    & python3 -m venv output/bench | Out-Host
    & $python -m pip install --quiet --disable-pip-version-check "awscli==$(Get-PinnedVersion AwsCli)" "boto3==$(Get-PinnedVersion Boto3)" | Out-Host
    if ($LASTEXITCODE -eq 0) { return $python }
    Write-Information 'awscli and boto3 could not be installed: they are not measured.'
    Remove-Item -LiteralPath output/bench -Recurse -Force
}
