# The request of any command, from the parameters that all of them share.
function Get-ConnectionRequest($Cmdlet, $Bound) {
    $request = [ordered]@{
        version = 1
        env     = Get-Environment
        cwd     = Get-WorkingFolder $Cmdlet
    }
    foreach ($parameter in $Bound.Keys) {
        $field = $script:RequestField[$parameter]
        $value = $Bound[$parameter]
        if ($null -eq $field -or $null -eq $value) { continue }
        $isPlain = $value -is [string] -and $parameter -notin 'ProfileLocation', 'CABundle'
        $request[$field] = if ($isPlain) { $value } else { ConvertTo-RequestValue $Cmdlet $parameter $value }
    }
    $variables = $Cmdlet.SessionState.PSVariable
    if (-not $request.Contains('region')) {
        $region = Get-StoredDefault $Cmdlet 'StoredAWSRegion'
        if ($null -ne $region) { $request['region'] = Get-RegionName $Cmdlet $region '$StoredAWSRegion' }
    }
    if (-not $request.Contains('use_cache') -and $variables.GetValue('ECRUseCachePreference') -eq $true) { $request['use_cache'] = $true }
    $login = $Bound['NetworkCredential']
    if ($null -ne $login) {
        $request['saml_user'] = $login.UserName
        $request['saml_password'] = $login.GetNetworkCredential().Password
    }

    Add-CredentialField $Cmdlet $Bound $request
    $proxy = Get-SystemProxy $request['env'] $request['endpoint_url'] $request['region']
    if ($proxy) { $request['system_proxy'] = $proxy }
    if ($DebugPreference -notin 'SilentlyContinue', 'Ignore') { $request['debug'] = $true }
    $request
}
