# One sign-in at an identity provider, as the given user or the current one: Status, Content, Failure.
function Send-SamlSignIn([uri] $Endpoint, [pscredential] $Credential) {
    # For the provider's own host: .NET takes it along a redirect there, and never to another.
    $logins = [Net.CredentialCache]::new()
    $login = if ($Credential) { $Credential.GetNetworkCredential() } else { [Net.CredentialCache]::DefaultNetworkCredentials }
    $schemes = 'Negotiate', 'NTLM', 'Digest', 'Basic'
    # The current user's password is known to the system alone.
    if (-not $Credential) { $schemes = 'Negotiate', 'NTLM' }
    foreach ($scheme in $schemes) { $logins.Add([uri]::new($Endpoint, '/'), $scheme, $login) }
    $session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
    $session.Credentials = $logins

    $request = @{ Uri = $Endpoint; WebSession = $session; UseBasicParsing = $true; TimeoutSec = 60; Verbose = $false; Debug = $false }
    # An exception would carry the request, and so the password, into $Error.
    if ($PSVersionTable.PSEdition -eq 'Core') { $request['SkipHttpErrorCheck'] = $true }
    $ProgressPreference = 'SilentlyContinue'
    try {
        $page = Invoke-WebRequest @request -ErrorAction Stop
    } catch {
        $status = 0
        $response = $_.Exception.PSObject.Properties['Response']
        if ($null -ne $response -and $null -ne $response.Value) { $status = [int]$response.Value.StatusCode }
        return @{ Status = $status; Content = ''; Failure = Format-ErrorValue $_.Exception.GetBaseException().Message }
    }
    $status = [int]$page.StatusCode
    @{ Status = $status; Content = [string]$page.Content; Failure = $(if ($status -ge 400) { "HTTP status $status" }) }
}
