# The fields of a profile that stands in the AWS SDK for .NET's own store, which is searched before the shared files
# unless one of those is named. The request then names no profile to the engine, which knows the shared files only.
function Get-ProfileField($Request, $Name) {
    if ($Request.Contains('profile_location')) { return }
    $fields = Get-SdkStoreProfile $Name
    if ($null -eq $fields) { return }
    $Request.Remove('profile')
    $environment = $Request['env']
    foreach ($variable in 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE') { $environment.Remove($variable) }
    if ($Request.Contains('region') -or $environment['AWS_REGION'] -or $environment['AWS_DEFAULT_REGION']) { $fields.Remove('region') }
    $fields
}
