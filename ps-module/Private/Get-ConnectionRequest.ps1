# The request of any command, from the parameters that all of them share.
function Get-ConnectionRequest($Cmdlet, $Bound) {
    $location = $Cmdlet.SessionState.Path.CurrentFileSystemLocation
    $drive = $location.Drive
    $request = @{
        version = 1
        env     = [Environment]::GetEnvironmentVariables()
        # From its drive, if it has one: to work out ProviderPath takes longer than to write the whole request.
        cwd     = if ($null -ne $drive) { [IO.Path]::Combine($drive.Root, $drive.CurrentLocation) } else { $location.ProviderPath }
    }
    foreach ($parameter in $Bound.Keys) {
        $field = $script:RequestField[$parameter]
        $value = $Bound[$parameter]
        if ($null -eq $field -or $null -eq $value) { continue }
        if ($value -is [string] -and $parameter -notin 'ProfileLocation', 'CABundle') { $request[$field] = $value }
        elseif ($value -is [switch] -and $parameter -notin 'Region', 'SecretKey', 'SessionToken') { $request[$field] = $value.IsPresent }
        else { $request[$field] = ConvertTo-RequestValue $Cmdlet $parameter $value }
    }
    if ($null -eq $request['region']) {
        $region = $Cmdlet.GetVariableValue('StoredAWSRegion')
        if ("$region".Trim()) { $request['region'] = Get-RegionName $Cmdlet $region '$StoredAWSRegion' }
    }
    if ($null -eq $request['use_cache'] -and $Cmdlet.GetVariableValue('ECRUseCachePreference') -eq $true) { $request['use_cache'] = $true }
    if ($null -ne $Bound['NetworkCredential']) { Add-SamlLogin $request $Bound['NetworkCredential'] }
    # Half a key pair is for the engine to refuse.
    $hasKeys = $null -ne $request['access_key'] -or $null -ne $request['secret_key'] -or $null -ne $request['session_token']
    if (-not $hasKeys -and -not $request['no_sign_request']) { Add-CredentialField $Cmdlet $Bound $request }
    # Only the caller's process knows the system's settings, or what a profile script set. Neither counts where there is no
    # proxy, or the one that .NET once found in variables: those of now count, and the engine knows them.
    $proxy = if ($PSVersionTable['PSEdition'] -eq 'Core') { [Net.Http.HttpClient]::DefaultProxy } else { [Net.WebRequest]::DefaultWebProxy }
    if ("$proxy" -notin '', 'System.Net.Http.HttpNoProxy', 'System.Net.Http.HttpEnvironmentProxy') { Add-SystemProxy $request $proxy }
    if ($DebugPreference -notin 'SilentlyContinue', 'Ignore') { $request['debug'] = $true }
    $request
}
