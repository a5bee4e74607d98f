# The keys that a credential object holds, as fields of a request. $Place says where the object came from.
function Get-CredentialKey($Cmdlet, $Source, $Place) {
    $type = Format-ErrorValue $Source.GetType().FullName
    $keys = Get-InnerCredential $Source
    if ($keys -is [pscredential]) {
        $keys = @{ AccessKey = $keys.UserName; SecretKey = $keys.Password }
    } elseif ($null -ne $keys.PSObject.Methods['GetCredentials']) {
        try {
            $keys = $keys.GetCredentials()
        } catch {
            $reason = Format-ErrorValue $_.Exception.GetBaseException().Message
            $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
                code    = 'InvalidCredential'
                message = "The $type in $Place gave no keys: $reason"
            }))
        }
    }

    $accessKey = $secretKey = $null
    if ($null -ne $keys) {
        $accessKey = Get-NamedValue $keys @('AccessKey', 'AccessKeyId')
        $secretKey = Get-NamedValue $keys @('SecretKey', 'SecretAccessKey')
    }
    if ($accessKey -isnot [string] -or -not $accessKey -or -not $secretKey) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'InvalidCredential'
            message = "The $type in $Place holds no access key and secret key."
            hint    = 'Give a PSCredential (access key and secret key), an AWS credentials object, or an object with AccessKey, SecretKey and SessionToken.'
        }))
    }
    $fields = @{ credentials_source = $Place; access_key = $accessKey; secret_key = Get-SecretText $Cmdlet $secretKey "The secret key in $Place" }
    $token = Get-NamedValue $keys @('SessionToken', 'Token')
    # Lasting keys have an empty token in objects of the SDK.
    if ($token) { $fields['session_token'] = Get-SecretText $Cmdlet $token "The session token in $Place" }
    $fields
}
