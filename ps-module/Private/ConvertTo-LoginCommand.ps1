# An entry of an answer as an EcrLogin.LoginCommand; an ErrorRecord if its values make no safe command.
function ConvertTo-LoginCommand($Token) {
    $username = $Token.Element('username').Value
    $password = $Token.Element('password').Value
    $endpoint = $Token.Element('proxy_endpoint').Value
    $command = "docker login --username $username --password $password $endpoint"
    # Nothing in it that could be read as anything but a word; all else is looked at piece by piece.
    if ($command -cnotmatch '\Adocker login --username [A-Za-z][A-Za-z0-9._:/+=@%-]* --password [A-Za-z][A-Za-z0-9._:/+=@%-]* https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?\z') {
        $command = Format-LoginCommand $Token
        if ($command -is [Management.Automation.ErrorRecord]) { return $command }
    }

    $login = [pscustomobject]@{
        PSTypeName    = 'EcrLogin.LoginCommand'
        Username      = $username
        Password      = $password
        ProxyEndpoint = $endpoint
    }
    $login.PSObject.TypeNames.Insert(1, 'EcrLogin.LoginCommand#VERSION')
    # The alias belongs in the middle, where Types.ps1xml cannot put it.
    $properties = $login.PSObject.Properties
    $properties.Add([Management.Automation.PSAliasProperty]::new('Endpoint', 'ProxyEndpoint'), $true)
    $end = $Token.Element('expires_at').Value
    $expiresAt = if ($end) { [DateTimeOffset]::FromUnixTimeMilliseconds(1000 * $end).LocalDateTime }
    $properties.Add([Management.Automation.PSNoteProperty]::new('ExpiresAt', $expiresAt), $true)
    $properties.Add([Management.Automation.PSNoteProperty]::new('Command', $command), $true)
    $login
}
