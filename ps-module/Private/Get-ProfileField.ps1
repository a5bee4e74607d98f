# The fields of a profile that stands in the AWS SDK for .NET's own store, which is searched before the shared files
# unless one of those is named. The request then names no profile to the engine, which knows the shared files only.
function Get-ProfileField($Request, $Name) {
    if ($null -ne $Request['profile_location']) { return }
    $fields = Get-SdkStoreProfile $Name
    if ($null -eq $fields) { return }
    $Request.Remove('profile')
    $environment = $Request['env']
    $hasRegion = $null -ne $Request['region']
    foreach ($variable in @($environment.get_Keys())) {
        if ($variable -in 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE') { $environment.Remove($variable) }
        if ($variable -in 'AWS_REGION', 'AWS_DEFAULT_REGION' -and $environment[$variable]) { $hasRegion = $true }
    }
    if ($hasRegion) { $fields.Remove('region') }
    $fields
}
