# The docker login command of an entry whose values want quotes; an ErrorRecord if one of them can be no argument.
function Format-LoginCommand($Token) {
    $endpoint = $Token.Element('proxy_endpoint').Value
    $user = ConvertTo-CommandArgument $Token.Element('username').Value
    $secret = ConvertTo-CommandArgument $Token.Element('password').Value
    $isHost = $endpoint -cmatch "\A$script:RegistryUrl\z"
    if ($null -ne $user -and $null -ne $secret -and $isHost) {
        return "docker login --username $user --password $secret $endpoint"
    }
    $unsafe = if ($null -eq $user) { 'user name' } elseif ($null -eq $secret) { 'password' } else { 'endpoint' }
    $id = $Token.Element('registry_id').Value
    $registry = Format-ErrorValue $(if ($id) { $id } else { $endpoint })
    ConvertTo-ErrorRecord @{
        code    = 'UnsafeCommandValue'
        message = "The $unsafe that the service gave for the registry $registry cannot stand in a command."
        hint    = 'Check that the endpoint is an ECR endpoint.'
    } $registry
}
