# Other ways to a login, as whole processes: the command line of each by its name.
function Get-Peer {
    param([string] $Python, [string] $Endpoint)

    $peers = [ordered]@{}
    if ($Python) {
        $peers["aws ecr get-login-password (awscli $(Get-PackageVersion $Python awscli))"] =
            $Python, (Join-Path $PSScriptRoot 'peak.py'), 'aws', 'ecr', 'get-login-password', '--endpoint-url', $Endpoint
        $peers["boto3 $(Get-PackageVersion $Python boto3) in a fresh Python"] =
            $Python, (Join-Path $PSScriptRoot 'peak.py'), 'boto3', $Endpoint
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

function Get-PackageVersion {
    param([string] $Python, [string] $Name)

    & $Python -c "import $Name; print($Name.__version__)"
}
