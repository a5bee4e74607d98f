# A profile of the AWS SDK for .NET's own store, as fields of a request; nothing if the store has none of that name.
# Keys there are encrypted for the user by Windows; elsewhere the store holds SAML role profiles only.
function Get-SdkStoreProfile($Name) {
    $folder = [Environment]::GetFolderPath('LocalApplicationData')
    # Without one, the path would be found in the current directory.
    if (-not $folder) { return }
    $store = [IO.Path]::Combine($folder, 'AWSToolkit')
    $account = Find-SdkStoreEntry ([IO.Path]::Combine($store, 'RegisteredAccounts.json')) $Name
    if ($null -eq $account) { return }

    $fields = @{}
    if ($account['Region']) { $fields['region'] = $account['Region'] }
    if ($account['EndpointName']) {
        $provider = Find-SdkStoreEntry ([IO.Path]::Combine($store, 'SAMLEndpoints.json')) $account['EndpointName']
        if ($null -eq $provider) { return }
        $fields['saml_endpoint'] = [string]$provider['Endpoint']
        if ($account['RoleArn']) { $fields['saml_role_arn'] = $account['RoleArn'] }
        return $fields
    }
    $key = Unprotect-SdkStoreValue $account['AWSAccessKey']
    $secret = Unprotect-SdkStoreValue $account['AWSSecretKey']
    if (-not $key -or -not $secret) { return }
    $fields['access_key'] = $key
    $fields['secret_key'] = $secret
    $fields['credentials_source'] = "profile '$(Format-ErrorValue $Name)' of the AWS SDK for .NET"
    $token = Unprotect-SdkStoreValue $account['SessionToken']
    if ($token) { $fields['session_token'] = $token }
    $fields
}
