# Settles whose credentials a request uses, as far as PowerShell knows: keys, then the named profile, then -Credential,
# then $StoredAWSCredentials of the caller's scope, where text is the name of a profile, then the keys or the profile
# that the environment names. All else is the engine's.
function Add-CredentialField($Cmdlet, $Bound, $Request) {
    if ($Request['no_sign_request']) { return }
    foreach ($key in 'access_key', 'secret_key', 'session_token') { if ($Request.Contains($key)) { return } }

    $fields = $null
    $stored = Get-StoredDefault $Cmdlet 'StoredAWSCredentials'
    if ($Request.Contains('profile')) {
        $fields = Get-ProfileField $Request $Request['profile']
    } elseif ($null -ne $Bound['Credential']) {
        $fields = Get-CredentialKey $Cmdlet $Bound['Credential'] '-Credential'
    } elseif ($stored -is [string]) {
        $Request['profile'] = $stored
        $fields = Get-ProfileField $Request $stored
    } elseif ($null -ne $stored) {
        $fields = Get-CredentialKey $Cmdlet $stored '$StoredAWSCredentials'
    } elseif (-not $Request['env']['AWS_ACCESS_KEY_ID']) {
        $names = $Request['env']['AWS_PROFILE'], $Request['env']['AWS_DEFAULT_PROFILE'], 'default'
        $fields = Get-ProfileField $Request @($names | Where-Object { $_ })[0]
    }
    if ($null -eq $fields) { return }
    foreach ($field in $fields.Keys) { $Request[$field] = $fields[$field] }
}
