# An entry of an answer as an EcrLogin.LoginCommand; an ErrorRecord if its values make no safe command.
function ConvertTo-LoginCommand($Token) {
    $username = $Token.Element('username').Value
    $password = $Token.Element('password').Value
    $endpoint = $Token.Element('proxy_endpoint').Value
    $command = "docker login --username $username --password $password $endpoint"
    # Nothing in it that could be read as anything but a word; all else is looked at piece by piece.
    if ($command -cnotmatch $script:PlainCommand) {
        $command = Format-LoginCommand $Token
        if ($command -is [Management.Automation.ErrorRecord]) { return $command }
    }

    if ($null -eq $script:LoginTemplate) { $script:LoginTemplate = Get-LoginTemplate }
    $end = $Token.Element('expires_at').Value
    $login = $script:LoginTemplate.PSObject.Copy()
    $login.Username = $username
    $login.Password = $password
    $login.ProxyEndpoint = $endpoint
    if ($end) { $login.ExpiresAt = [DateTimeOffset]::FromUnixTimeMilliseconds(1000 * $end).LocalDateTime }
    $login.Command = $command
    $login
}
