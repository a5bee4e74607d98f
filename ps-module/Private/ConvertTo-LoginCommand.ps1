# An entry of an answer as an EcrLogin.LoginCommand; an ErrorRecord if its values make no safe command.
function ConvertTo-LoginCommand($Token) {
    $endpoint = $Token['proxy_endpoint']
    $username = ConvertTo-CommandArgument $Token['username']
    $password = ConvertTo-CommandArgument $Token['password']
    $isHost = $endpoint -cmatch '\Ahttps?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?\z'
    if ($null -eq $username -or $null -eq $password -or -not $isHost) {
        $unsafe = if ($null -eq $username) { 'user name' } elseif ($null -eq $password) { 'password' } else { 'endpoint' }
        $registry = Format-ErrorValue $(if ($Token['registry_id']) { $Token['registry_id'] } else { $endpoint })
        return ConvertTo-ErrorRecord @{
            code    = 'UnsafeCommandValue'
            message = "The $unsafe that the service gave for the registry $registry cannot stand in a command."
            hint    = 'Check that the endpoint is an ECR endpoint.'
        } $registry
    }

    $login = Add-VersionedType ([pscustomobject]@{
        PSTypeName    = 'EcrLogin.LoginCommand'
        Username      = $Token['username']
        Password      = $Token['password']
        ProxyEndpoint = $endpoint
    })
    # The alias belongs in the middle, where Types.ps1xml cannot put it.
    $properties = $login.PSObject.Properties
    $properties.Add([Management.Automation.PSAliasProperty]::new('Endpoint', 'ProxyEndpoint'), $true)
    $properties.Add([Management.Automation.PSNoteProperty]::new('ExpiresAt', (ConvertTo-LocalTime $Token['expires_at'])), $true)
    $properties.Add([Management.Automation.PSNoteProperty]::new('Command', "docker login --username $username --password $password $endpoint"), $true)
    $login
}
