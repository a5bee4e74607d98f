# Logins as clients keep them.

# A password of ECR that ends at a time, in so many minutes from now.
function Get-Password($Minutes) {
    $token = @{
        payload = 'cGF5bG9hZA=='; datakey = 'ZGF0YWtleQ=='; version = '2'; type = 'DATA_KEY'
        expiration = [DateTimeOffset]::UtcNow.AddMinutes($Minutes).ToUnixTimeSeconds()
    }
    [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $token -Compress)))
}

# An entry of auths with a password.
function Get-Entry($Password) { @{ auth = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("AWS:$Password")) } }

# A config file with logins: for each host the minutes that its login lasts yet, or a password.
function Write-Login($Path, [Collections.IDictionary] $Logins, [hashtable] $More = @{}) {
    $auths = [ordered]@{}
    foreach ($name in $Logins.Keys) {
        $auths[$name] = Get-Entry $(if ($Logins[$name] -is [string]) { $Logins[$name] } else { Get-Password $Logins[$name] })
    }
    $null = New-Item -ItemType Directory (Split-Path $Path) -Force
    Set-Content $Path (ConvertTo-Json (@{ auths = $auths } + $More) -Depth 8)
}
