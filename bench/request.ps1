# The peer of the measurements: GetAuthorizationToken with nothing but an HttpClient.

# Gives a block that sends one request, signed beforehand (a signature holds for some minutes), and reads the answer.
function Get-SignedExchange {
    param([string] $AccessKey, [string] $SecretKey, [string] $Region, [uri] $EndpointUrl)

    Add-Type -AssemblyName System.Net.Http
    $headers = Get-SignedHeader @PSBoundParameters
    $client = New-Object Net.Http.HttpClient
    {
        $request = [Net.Http.HttpRequestMessage]::new('Post', $EndpointUrl)
        $request.Content = [Net.Http.StringContent]::new('{}', [Text.Encoding]::ASCII, 'application/x-amz-json-1.1')
        foreach ($name in $headers.Keys) { $null = $request.Headers.TryAddWithoutValidation($name, $headers[$name]) }
        $answer = $client.SendAsync($request).GetAwaiter().GetResult()
        $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        if (-not $answer.IsSuccessStatusCode) { throw "The endpoint refused the bare request: $text" }
        $text
    }.GetNewClosure()
}

# Signature Version 4 over host, date and target.
function Get-SignedHeader {
    param([string] $AccessKey, [string] $SecretKey, [string] $Region, [uri] $EndpointUrl)

    $time = [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ', [Globalization.CultureInfo]::InvariantCulture)
    $target = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken'
    $names = 'host;x-amz-date;x-amz-target'
    $request = "POST", '/', '', "host:$($EndpointUrl.Authority)", "x-amz-date:$time", "x-amz-target:$target", '', $names, (Get-Sha256 '{}')

    $scope = $time.Substring(0, 8), $Region, 'ecr', 'aws4_request'
    $toSign = 'AWS4-HMAC-SHA256', $time, ($scope -join '/'), (Get-Sha256 ($request -join "`n"))
    $key = [Text.Encoding]::ASCII.GetBytes("AWS4$SecretKey")
    foreach ($part in $scope) { $key = Get-Hmac $key $part }
    $signature = ConvertTo-Hex (Get-Hmac $key ($toSign -join "`n"))
    @{
        'X-Amz-Date'    = $time
        'X-Amz-Target'  = $target
        'Authorization' = "AWS4-HMAC-SHA256 Credential=$AccessKey/$($scope -join '/'), SignedHeaders=$names, Signature=$signature"
    }
}

function Get-Sha256 {
    param([string] $Text)

    $hash = [Security.Cryptography.SHA256]::Create()
    try { ConvertTo-Hex ($hash.ComputeHash([Text.Encoding]::ASCII.GetBytes($Text))) } finally { $hash.Dispose() }
}

function Get-Hmac {
    param([byte[]] $Key, [string] $Text)

    $hash = New-Object Security.Cryptography.HMACSHA256 (, $Key)
    try { , $hash.ComputeHash([Text.Encoding]::ASCII.GetBytes($Text)) } finally { $hash.Dispose() }
}

function ConvertTo-Hex {
    param([byte[]] $Bytes)

    [BitConverter]::ToString($Bytes).Replace('-', '').ToLowerInvariant()
}
