# The task demo: what the module is for, on this machine alone. A local ECR endpoint answers, and where docker,
# docker-registry and htpasswd are there, docker logs in to a real registry with what it answered.

function Invoke-DemoTask {
    param([object] $Built)

    $missing = Get-MissingRegistryTool
    $scratch = New-ScratchFolder
    $registry = $endpoint = $null
    try {
        $tokens = @{}
        foreach ($account in '123456789012', '210987654321', '111122223333') {
            $tokens[$account] = @{ password = Get-RandomPassword }
        }
        if ($missing) {
            Write-Information "docker does not log in here, as there is no $($missing -join ', '). On Debian: apt-get install docker-registry apache2-utils"
        } else {
            $login = New-Object Net.NetworkCredential 'AWS', $tokens['111122223333'].password
            $registry = Open-DockerRegistry -Login $login -Scratch $scratch
            $tokens['111122223333'].proxy_endpoint = "http://$($registry.Address)"
        }
        $endpoint = Open-LocalEcr $Built $scratch @{ tokens = $tokens }

        $variables = Get-IsolatedEnvironment $scratch
        $variables['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE'
        $variables['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
        $variables['AWS_REGION'] = 'us-east-1'
        $variables['AWS_ENDPOINT_URL'] = $endpoint.Address
        $variables['PSModulePath'] = (Copy-ToModulePath $Built.Folder $scratch) + [IO.Path]::PathSeparator + $env:PSModulePath
        $arguments = @(if ($registry) { '-Login' })
        $status = Invoke-WithEnvironment $variables { Invoke-ChildScript (Join-Path $root 'build/card.ps1') $arguments }
        if ($status -ne 0) { throw 'The demo failed.' }
    } finally {
        Close-Service $endpoint
        Close-Service $registry
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# 64 characters; the registry's bcrypt looks at no more than 72.
function Get-RandomPassword {
    $bytes = New-Object byte[] 48
    $random = [Security.Cryptography.RandomNumberGenerator]::Create()
    try { $random.GetBytes($bytes) } finally { $random.Dispose() }
    [Convert]::ToBase64String($bytes)
}
