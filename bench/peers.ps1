# Other ways to a login, as whole processes: the command line of each by its name.
function Get-Peer {
    param([string] $Python, [string] $Endpoint)

    $peers = [ordered]@{}
    if ($Python) {
        $cli = Join-Path (Split-Path $Python) 'aws'
        $peers["aws ecr get-login-password (awscli $(Get-PackageVersion $Python awscli))"] =
            $cli, 'ecr', 'get-login-password', '--endpoint-url', $Endpoint
        $script = "import boto3; boto3.client('ecr', endpoint_url='$Endpoint').get_authorization_token()['authorizationData'][0]['authorizationToken']"
        $peers["boto3 $(Get-PackageVersion $Python boto3) in a fresh Python"] = $Python, '-c', $script
    }
    $curl = Get-Command -Name curl -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($curl) {
        $arguments = @($curl.Source, '--silent', '--fail', '--data', '{}', '--header', 'Content-Type: application/x-amz-json-1.1')
        $headers = Get-SignedHeader -AccessKey $accessKey -SecretKey $secretKey -Region us-east-1 -EndpointUrl $Endpoint
        foreach ($name in $headers.Keys) { $arguments += '--header', "${name}: $($headers[$name])" }
        $peers['curl, signed beforehand'] = $arguments + $Endpoint
    }
    $peers
}

# The peers in Go that build/go-programs.sh has compiled: AmazonHelper and Crane, with their versions.
function Get-GoPeer {
    param([string] $Folder)

    $found = @{}
    $pinned = Import-PowerShellDataFile -LiteralPath (Join-Path (Split-Path $PSScriptRoot) 'tools.psd1')
    foreach ($one in @('AmazonHelper', 'AmazonVersion', 'docker-credential-ecr-login'), @('Crane', 'CraneVersion', 'crane')) {
        $program = Join-Path $Folder $one[2]
        if (-not (Test-Path -LiteralPath $program)) { continue }
        $found[$one[0]] = $program
        $found[$one[1]] = $pinned[$one[0]]
    }
    $found
}

function Get-PackageVersion {
    param([string] $Python, [string] $Name)

    & $Python -c "import $Name; print($Name.__version__)"
}
