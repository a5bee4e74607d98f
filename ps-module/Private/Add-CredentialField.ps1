# Settles whose credentials a request without keys uses, as far as PowerShell knows: the named profile, then
# -Credential, then $StoredAWSCredentials of the caller's scope, where text is the name of a profile, then the keys or the
# profile that the environment names. All else is the engine's.
function Add-CredentialField($Cmdlet, $Bound, $Request) {
    $fields = $null
    $stored = $Cmdlet.GetVariableValue('StoredAWSCredentials')
    if ($null -ne $Request['profile']) {
        $fields = Get-ProfileField $Request $Request['profile']
    } elseif ($null -ne $Bound['Credential']) {
        $fields = Get-CredentialKey $Cmdlet $Bound['Credential'] '-Credential'
    } elseif ($stored -is [string] -and $stored.Trim()) {
        $Request['profile'] = $stored
        $fields = Get-ProfileField $Request $stored
    } elseif ($null -ne $stored -and $stored -isnot [string]) {
        $fields = Get-CredentialKey $Cmdlet $stored '$StoredAWSCredentials'
    } elseif (-not [Environment]::GetEnvironmentVariable('AWS_ACCESS_KEY_ID')) {
        $names = [Environment]::GetEnvironmentVariable('AWS_PROFILE'), [Environment]::GetEnvironmentVariable('AWS_DEFAULT_PROFILE'), 'default'
        $fields = Get-ProfileField $Request @($names | Where-Object { $_ })[0]
    }
    if ($null -eq $fields) { return }
    foreach ($field in $fields.Keys) { $Request[$field] = $fields[$field] }
}
