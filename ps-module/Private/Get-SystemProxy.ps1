# The URL of .NET's default proxy for the service; nothing where variables name one or none applies. Only the caller's
# process knows it: the system's settings, or what a profile script set.
function Get-SystemProxy($Environment, $EndpointUrl, $Region) {
    foreach ($name in 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy') {
        if ($Environment[$name]) { return }
    }
    $place = if ($Region -is [string] -and $Region) { $Region } else { 'us-east-1' }
    $url = if ($EndpointUrl) { $EndpointUrl } else { "https://api.ecr.$place.amazonaws.com/" }
    $target = $null
    if (-not [uri]::TryCreate($url, [UriKind]::Absolute, [ref]$target) -or $target.IsLoopback) { return }
    $proxy = if ($PSVersionTable.PSEdition -eq 'Core') { [Net.Http.HttpClient]::DefaultProxy } else { [Net.WebRequest]::DefaultWebProxy }
    # What .NET found in variables may be out of date; those of now have been looked at.
    if ($null -eq $proxy -or $proxy.GetType().Name -eq 'HttpEnvironmentProxy' -or $proxy.IsBypassed($target)) { return }
    $address = $proxy.GetProxy($target)
    if ($null -eq $address -or $address -eq $target) { return }
    $builder = [UriBuilder]::new($address)
    $login = if ($null -ne $proxy.Credentials) { $proxy.Credentials.GetCredential($address, 'Basic') }
    if ($null -ne $login -and $login.UserName) {
        $builder.UserName = [uri]::EscapeDataString($login.UserName)
        $builder.Password = [uri]::EscapeDataString($login.Password)
    }
    $builder.Uri.AbsoluteUri
}
