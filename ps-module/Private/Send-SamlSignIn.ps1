# One sign-in at an identity provider, as the given user or the current one: Status, Content, Failure.
function Send-SamlSignIn([uri] $Endpoint, [pscredential] $Credential) {
    $request = @{ Uri = $Endpoint; UseBasicParsing = $true; TimeoutSec = 60; ErrorAction = 'Stop'; Verbose = $false; Debug = $false }
    if ($Credential) { $request['Credential'] = $Credential } else { $request['UseDefaultCredentials'] = $true }
    if ($PSVersionTable.PSEdition -eq 'Core') {
        # An exception would carry the request, and so the password, into $Error.
        $request['SkipHttpErrorCheck'] = $true
        # Plain http is a loopback's only: the caller has checked.
        $request['AllowUnencryptedAuthentication'] = $Endpoint.Scheme -eq 'http'
    }
    $ProgressPreference = 'SilentlyContinue'
    try {
        $page = Invoke-WebRequest @request
    } catch {
        $status = 0
        $response = $_.Exception.PSObject.Properties['Response']
        if ($null -ne $response -and $null -ne $response.Value) { $status = [int]$response.Value.StatusCode }
        return @{ Status = $status; Content = ''; Failure = Format-ErrorValue $_.Exception.GetBaseException().Message }
    }
    $status = [int]$page.StatusCode
    @{ Status = $status; Content = [string]$page.Content; Failure = $(if ($status -ge 400) { "HTTP status $status" }) }
}
