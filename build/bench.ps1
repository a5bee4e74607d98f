# The task bench: the measurements of bench/, against the local endpoint.

function Invoke-BenchTask {
    param([object] $Built)

    $scratch = New-ScratchFolder
    $endpoint = $null
    try {
        $endpoint = Open-LocalEcr $Built $scratch -CargoProfile fast
        $arguments = '-Module', (Join-Path $Built.Folder 'EcrLogin.psd1'), '-Endpoint', $endpoint.Address
        $status = Invoke-WithEnvironment (Get-IsolatedEnvironment $scratch) {
            Invoke-ChildScript (Join-Path $root 'bench/bench.ps1') $arguments
        }
        if ($status -ne 0) { throw 'The bench failed.' }
    } finally {
        Close-Service $endpoint
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}
