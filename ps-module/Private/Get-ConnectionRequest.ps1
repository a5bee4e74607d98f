# The request of any command, from the parameters that all of them share.
function Get-ConnectionRequest($Cmdlet, $Bound) {
    $request = [ordered]@{
        version = 1
        env     = Get-Environment
        cwd     = $Cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    }
    foreach ($parameter in $Bound.Keys) {
        $value = $Bound[$parameter]
        if ($null -eq $value) { continue }
        switch ($parameter) {
            'AccessKey' { $request['access_key'] = $value }
            'SecretKey' { $request['secret_key'] = Get-SecretText $Cmdlet $value '-SecretKey' }
            'SessionToken' { $request['session_token'] = Get-SecretText $Cmdlet $value '-SessionToken' }
            'ProfileName' { $request['profile'] = $value }
            'ProfileLocation' { $request['profile_location'] = Get-FullPath $Cmdlet $value }
            'NetworkCredential' { $request['saml_user'] = $value.UserName; $request['saml_password'] = $value.GetNetworkCredential().Password }
            'EndpointUrl' { $request['endpoint_url'] = $value }
            'MfaCode' { $request['mfa_code'] = $value }
            'CABundle' { $request['ca_bundle'] = Get-FullPath $Cmdlet $value }
            'SkipCertificateCheck' { $request['skip_certificate_check'] = [bool]$value }
            'NoSignRequest' { $request['no_sign_request'] = [bool]$value }
            'UseFipsEndpoint' { $request['use_fips'] = [bool]$value }
            'UseDualStackEndpoint' { $request['use_dual_stack'] = [bool]$value }
            'Public' { $request['public'] = [bool]$value }
            # Up, since 0 stands for no limit.
            'ConnectTimeoutSec' { $request['connect_timeout_ms'] = [long][Math]::Ceiling($value * 1000) }
            'ReadTimeoutSec' { $request['read_timeout_ms'] = [long][Math]::Ceiling($value * 1000) }
        }
    }
    if ($null -ne $Bound['Region']) {
        $request['region'] = Get-RegionName $Cmdlet $Bound['Region']
    } else {
        $region = Get-StoredDefault $Cmdlet 'StoredAWSRegion'
        if ($null -ne $region) { $request['region'] = Get-RegionName $Cmdlet $region '$StoredAWSRegion' }
    }

    Add-CredentialField $Cmdlet $Bound $request
    $proxy = Get-SystemProxy $request['env'] $request['endpoint_url'] $request['region']
    if ($proxy) { $request['system_proxy'] = $proxy }
    if ($DebugPreference -notin 'SilentlyContinue', 'Ignore') { $request['debug'] = $true }
    $request
}
