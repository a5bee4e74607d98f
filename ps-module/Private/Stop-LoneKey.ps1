# Ends Connect-ECRRegistry: the first value without a name is an access key, and this one is none or came without its
# secret. It is not repeated, since it may be the secret.
function Stop-LoneKey($Cmdlet) {
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidParameter'
        message = 'The first value without a name is an access key and the second its secret key; here they are no such pair.'
        hint    = 'Name registries with -RegistryId; give keys as -AccessKey and -SecretKey.'
    }))
}
