# Ends Connect-ECRRegistry if the values of positions 0 and 1, an access key and its secret key, cannot be such a pair.
# They are not repeated, since either may be the secret.
function Assert-KeyPair($Cmdlet, $AccessKey, $SecretKey) {
    if ($AccessKey -is [string] -and $SecretKey) { return }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidParameter'
        message = 'The first value without a name is an access key and the second its secret key; here they are no such pair.'
        hint    = 'Name registries with -RegistryId; give keys as -AccessKey and -SecretKey.'
    }))
}
