# The URL of .NET's default proxy for the service; nothing where variables name one or none applies. Only the caller's
# process knows it: the system's settings, or what a profile script set.
function Get-SystemProxy($Environment, $EndpointUrl, $Region) {
    foreach ($name in 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy') {
        if ($Environment[$name]) { return }
    }
    $proxy = if ($PSVersionTable.PSEdition -eq 'Core') { [Net.Http.HttpClient]::DefaultProxy } else { [Net.WebRequest]::DefaultWebProxy }
    # None, or what .NET once found in variables: those of now have been looked at.
    if ($null -eq $proxy -or $proxy.GetType().Name -in 'HttpNoProxy', 'HttpEnvironmentProxy') { return }
    $place = if ($Region) { $Region } else { 'us-east-1' }
    $url = if ($EndpointUrl) { $EndpointUrl } else { "https://api.ecr.$place.amazonaws.com/" }
    $target = $url -as [uri]
    if ($null -eq $target -or -not $target.IsAbsoluteUri -or $target.IsLoopback -or $proxy.IsBypassed($target)) { return }
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
