# Adds the URL of the system's proxy for the service; nothing where variables name one or it does not apply.
function Add-SystemProxy($Request, $Proxy) {
    foreach ($name in 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy') {
        if ([Environment]::GetEnvironmentVariable($name)) { return }
    }
    $place = if ($Request['region']) { $Request['region'] } else { 'us-east-1' }
    $url = if ($Request['endpoint_url']) { $Request['endpoint_url'] } else { "https://api.ecr.$place.amazonaws.com/" }
    $target = $url -as [uri]
    if ($null -eq $target -or -not $target.IsAbsoluteUri -or $target.IsLoopback -or $Proxy.IsBypassed($target)) { return }
    $address = $Proxy.GetProxy($target)
    if ($null -eq $address -or $address -eq $target) { return }
    $builder = [UriBuilder]::new($address)
    $login = if ($null -ne $Proxy.Credentials) { $Proxy.Credentials.GetCredential($address, 'Basic') }
    if ($null -ne $login -and $login.UserName) {
        $builder.UserName = [uri]::EscapeDataString($login.UserName)
        $builder.Password = [uri]::EscapeDataString($login.Password)
    }
    $Request['system_proxy'] = $builder.Uri.AbsoluteUri
}
